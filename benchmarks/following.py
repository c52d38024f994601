"""What follow-through marks cost: a class graded with and without second trials, as ratios.

``python benchmarks/following.py [--learners 40]`` marks the same notebooks in turns with second
trials and without them, in one process and one sandbox, and prints the median of the ratios: for a
class in which nothing fails, and for one in which every second learner's softmax is wrong and two
right functions call it. The goal is 1.0 for the first, and at most 1.33 for the second.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from grading_help import CHAPTER, WRONG_AXIS, solved

from autograder.marking import following
from autograder.marking.graded import cells_of
from autograder.marking.marker import Marker
from autograder.marking.submission import Submission
from autograder.sandbox import Sandbox

TEMPERATURE = """def temperature_softmax(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("the temperature has to be above 0")
    return softmax(x / temperature, axis)"""
MASKED = """def masked_softmax(scores, mask):
    mask = np.broadcast_to(mask, scores.shape)
    anything = mask.any(axis=-1, keepdims=True)
    hidden = np.where(mask, scores, -np.inf)
    return np.where(mask, softmax(np.where(anything, hidden, 0.0)), 0.0)"""


def submissions(count, wrong):
    """Return notebooks that call softmax in the later functions; every second has a wrong one."""
    later = {"temperature_softmax": TEMPERATURE, "masked_softmax": MASKED}
    kinds = [solved(whole=True, **later), solved(whole=True, softmax=WRONG_AXIS, **later)]
    read = [Submission("", cells_of(notebook), []) for notebook in kinds]
    return [read[number % 2 if wrong else 0] for number in range(count)]


def seconds(marker, read):
    """Return how long marking takes, and the points of the last notebook."""
    start = time.perf_counter()
    for one in read:
        marked = marker.mark(one, CHAPTER)
    return time.perf_counter() - start, marked.points


def main():
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--learners", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with Sandbox() as sandbox:
        marker = Marker(sandbox, seed=1)
        for words, wrong in (("nothing fails", False), ("every second softmax is wrong", True)):
            read = submissions(arguments.learners, wrong)
            seconds(marker, read)
            ratios = []
            for _ in range(arguments.rounds):
                with mock.patch.object(following, "second_trial", return_value=None):
                    without, before = seconds(marker, read)
                within, after = seconds(marker, read)
                ratios.append(within / without)
            each = 1000 * within / len(read)
            print(
                f"{words}: {statistics.median(ratios):.2f} times as long with second trials "
                f"({min(ratios):.2f} to {max(ratios):.2f}; {each:.0f} ms each; "
                f"the last gets {after:g} points, {before:g} without)"
            )


if __name__ == "__main__":
    main()
