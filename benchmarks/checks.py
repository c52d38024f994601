"""How long a check takes: the learner's instant one, and grading's judge.

``python benchmarks/checks.py`` prints milliseconds for each function, the median of several runs:
the first instant check of a process (which reads the stored check), one of a right function, the
slowest of the wrong ones in the catalogue, and the judge on a right and on a wrong one, calls of
the function included.
"""

import statistics
import time

import numpy as np

import solutions
from attention_lab import check
from attention_lab.checking import stored
from autograder.chapters.baking import bake, fingerprint
from autograder.exercises import CHECKS
from autograder.marking.questions import prepare

RUNS = 5


def milliseconds(function, *arguments, runs=RUNS):
    """Return the median time of a call."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        function(*arguments)
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def named(function, name):
    """Give a function the name that its check goes by."""

    def answer(*args, **kwargs):
        return function(*args, **kwargs)

    answer.__name__ = name
    return answer


def main():
    if stored.made_from() != fingerprint():
        bake()
    columns = ("first", "right", "wrong", "judge right", "judge wrong")
    print(f"{'milliseconds':22}" + "".join(f"{column:>13}" for column in columns))
    sums = [0.0] * len(columns)
    for name, entry in CHECKS.items():
        wrong = {m.slug: named(m.wrong, name) for m in entry.misconceptions}.values()
        question = prepare(entry, np.random.default_rng(0))
        right = getattr(solutions, name)
        first = milliseconds(check, right, runs=1)
        question.ask(next(iter(wrong)))
        row = [
            first,
            milliseconds(check, right),
            max(milliseconds(check, answer, runs=1) for answer in wrong),
            milliseconds(question.ask, right),
            statistics.median(milliseconds(question.ask, answer, runs=1) for answer in wrong),
        ]
        sums = [total + number for total, number in zip(sums, row, strict=True)]
        print(f"{name:22}" + "".join(f"{number:13.1f}" for number in row))
    print(f"{'all functions':22}" + "".join(f"{number:13.1f}" for number in sums))


if __name__ == "__main__":
    main()
