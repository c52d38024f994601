"""Grade a class into nbgrader's gradebook: python -m autograder grade ASSIGNMENT."""

import argparse
import os
import sys
import time

from ..course_data import NoAssignment
from ..grading import Course, grade, local_engine
from ..paths import COURSE
from ..sandbox import IsolationError
from .mark import add_isolation, refusal

INTERRUPTED = 130


def parser():
    """Return the command's parser."""
    parser = argparse.ArgumentParser(prog="python -m autograder grade", description=__doc__)
    parser.add_argument("assignment", metavar="ASSIGNMENT", help="such as 05-softmax")
    parser.add_argument(
        "--student", action="append", default=[], metavar="ID", help="only this learner; repeatable"
    )
    parser.add_argument(
        "--workers",
        type=_positive,
        default=os.cpu_count() or 1,
        metavar="N",
        help="how many notebooks to mark at a time (default: one for each processor)",
    )
    parser.add_argument(
        "--force", action="store_true", help="mark again what was graded and has not changed"
    )
    parser.add_argument(
        "--course", default=COURSE, metavar="FOLDER", help="another nbgrader course folder"
    )
    add_isolation(parser)
    return parser


def main(argv: list[str]) -> int:
    """Grade the class and print a line for each submission.

    Returns
    -------
    int
        0 where every submission has its mark; 1 where some could not be marked, or none.
    """
    arguments = parser().parse_args(argv)
    try:
        summary = grade(
            Course(arguments.course),
            arguments.assignment,
            students=arguments.student,
            force=arguments.force,
            accept_none=arguments.accept_no_isolation,
            engine=lambda workplace: local_engine(workplace, arguments.workers),
            tell=Teller(sys.stdout, sys.stderr),
        )
    except IsolationError as error:
        print(refusal(error), file=sys.stderr)
        return 1
    except NoAssignment as error:
        print(error, file=sys.stderr)
        return 1
    except BlockingIOError:
        print("Another grader is at work in this course.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Start again to go on from here.", file=sys.stderr)
        return INTERRUPTED
    print(summing_up(summary))
    return 1 if summary.failed else 0


class Teller:
    """Prints a line for each submission, and below them, on a terminal, how far it is.

    Parameters
    ----------
    out, terminal : text streams
        For the lines, and for the bar.
    """

    WIDTH = 30

    def __init__(self, out, terminal):
        self.out, self.terminal = out, terminal
        self.start = time.monotonic()

    def __call__(self, student, result, done, total):
        """Tell of one submission."""
        bar = self.terminal.isatty()
        if bar:
            self.terminal.write("\r\033[K")
            self.terminal.flush()
        print(line(student, result), file=self.out, flush=True)
        if bar and done < total:
            full = self.WIDTH * done // total
            left = (time.monotonic() - self.start) / done * (total - done)
            drawn = "█" * full + "░" * (self.WIDTH - full)
            self.terminal.write(f"{drawn} {done}/{total}, about {left:.0f} s left")
            self.terminal.flush()


def line(student, result):
    """Return what to say about a submission."""
    if isinstance(result, Exception):
        return f"{student}: not marked, the grader failed ({result}); run it again"
    marks = f"{student}: {result.points:g} of {result.max_points:g} points"
    waiting = sum(score is None for score in result.scores.values())
    if waiting:
        marks += f", {waiting} answer{'s' if waiting > 1 else ''} to mark by hand"
    return f"{marks}. {result.sentence}".rstrip()


def summing_up(summary):
    """Return the last line: how many, how well, how long."""
    parts = [f"{summary.graded} graded"]
    for count, words in (
        (summary.unreadable, "could not be read"),
        (summary.stopped, "had something stopped"),
        (summary.unchanged, "unchanged since they were graded"),
        (len(summary.failed), "not marked"),
    ):
        if count:
            parts.append(f"{count} {words}")
    each = f", {summary.seconds / summary.graded:.2f} s each" if summary.graded else ""
    level = f"; isolation: {summary.isolation}" if summary.isolation else ""
    return f"{', '.join(parts)}; {summary.seconds:.1f} s{each}{level}."


def _positive(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return value
