"""Grade a class into nbgrader's gradebook."""

import argparse
import os
import sys
import time

from ..marking.place import shown
from ..paths import COURSE
from ..sandbox import IsolationError
from ..workers.pool import NoWorkers, Pool
from ..workers.warming import Warming
from .mark import add_isolation, refusal

INTERRUPTED = 130


def parser():
    """Return the command's parser."""
    parser = argparse.ArgumentParser(prog="python -m autograder grade", description=__doc__)
    parser.add_argument(
        "assignments", nargs="+", metavar="ASSIGNMENT", help="such as 05-softmax; one or several"
    )
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
        "--force", action="store_true", help="mark submissions again even if nothing has changed"
    )
    parser.add_argument(
        "--feedback",
        action="store_true",
        help="then write the feedback pages, as nbgrader generate_feedback --force does",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="mark on the workers of this Dask cluster, such as tcp://192.0.2.1:8786",
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
        0 if every submission has its mark; 1 if some could not be marked, or none.
    """
    arguments = parser().parse_args(argv)
    with Engine(arguments) as engine:
        # nbgrader takes its time to load, and the engine has begun to start meanwhile.
        from ..errors import CourseError
        from ..gradebook.grading import Course

        try:
            return grade(Course(arguments.course), arguments, engine)
        except IsolationError as error:
            print(refusal(error), file=sys.stderr)
        except (CourseError, NoWorkers) as error:
            print(error, file=sys.stderr)
        except BlockingIOError:
            print("Another grader is at work in this course.", file=sys.stderr)
        except KeyboardInterrupt:
            print("\nStopped. Run the command again to go on from here.", file=sys.stderr)
            return INTERRUPTED
    return 1


class Engine:
    """What makes workers: of this machine, or of a cluster.

    Parameters
    ----------
    arguments : argparse.Namespace
        The command's.
    """

    def __init__(self, arguments):
        self._scheduler, self._workers = arguments.scheduler, arguments.workers
        self._warming = None if self._scheduler else Warming(arguments.accept_no_isolation)

    def marking(self, workplace):
        """Return workers that mark."""
        if self._scheduler:
            return self.printing(workplace)
        return Pool(self._workers, workplace, self._warming.clone)

    @property
    def protection(self):
        """What isolates notebooks here, in words; a cluster's machines report only their level."""
        return self._warming.protection if self._warming else ""

    def printing(self, printer):
        """Return workers that need no sandbox."""
        if self._scheduler:
            from ..workers.cluster import Cluster

            return Cluster(self._scheduler, printer)
        return Pool(self._workers, printer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._warming:
            self._warming.close()


def grade(course, arguments, engine):
    """Grade, and write the feedback pages if they are wanted; return the exit status."""
    from ..gradebook.grading import grade

    warn(course, arguments.assignments)
    several = len(set(arguments.assignments)) > 1
    summary = grade(
        course,
        arguments.assignments,
        engine.marking,
        students=arguments.student,
        force=arguments.force,
        accept_none=arguments.accept_no_isolation,
        tell=Teller(sys.stdout, sys.stderr, lambda *one: line(*one, several)),
    )
    print(summing_up(summary, engine.protection), flush=True)
    missing = feedback(course, arguments, engine) if arguments.feedback else {}
    return 1 if summary.failed or missing or not summary.graded + summary.unchanged else 0


def warn(course, assignments):
    """Print what is missing or misplaced; none of it keeps anyone from a mark."""
    try:
        for words in course.warnings(dict.fromkeys(assignments)):
            print(words, file=sys.stderr)
    except Exception as error:
        told = shown(f"{type(error).__name__}: {error}", 500)
        print(f"The folder of submissions could not be searched ({told}).", file=sys.stderr)


def feedback(course, arguments, engine):
    """Write the feedback pages and say how many; return those that are missing."""
    from ..gradebook.feedback import write_pages

    start, done = time.monotonic(), [0]

    def told(page, result):
        done[0] += 1
        problem = isinstance(result, Exception)
        who = shown(f"{page.name}, {page.student}")
        return f"{who}: no feedback page ({shown(str(result), 500)})" if problem else ""

    missing = write_pages(
        course,
        arguments.assignments,
        engine.printing,
        students=arguments.student,
        tell=Teller(sys.stdout, sys.stderr, told),
    )
    seconds = time.monotonic() - start
    print(f"{done[0] - len(missing)} feedback pages; {seconds:.1f} s.")
    return missing


class Teller:
    """Prints a line for each submission and, on a terminal, a progress bar below them.

    Parameters
    ----------
    out, terminal : text streams
        For the lines, and for the bar.
    line : callable
        From a task and its result to its line, which may be empty.
    """

    WIDTH = 30

    def __init__(self, out, terminal, line):
        self.out, self.terminal, self.line = out, terminal, line
        self.start = time.monotonic()

    def __call__(self, task, result, done, total):
        """Report one submission."""
        bar = self.terminal.isatty()
        if bar:
            self.terminal.write("\r\033[K")
            self.terminal.flush()
        if words := self.line(task, result):
            print(words, file=self.out, flush=True)
        if bar and done < total:
            full = self.WIDTH * done // total
            left = (time.monotonic() - self.start) / done * (total - done)
            drawn = "█" * full + "░" * (self.WIDTH - full)
            self.terminal.write(f"{drawn} {done}/{total}, about {left:.0f} s left")
            self.terminal.flush()


def line(task, result, several=False):
    """Return what to say about a submission; `several` names the assignment too."""
    who = shown(f"{task.name}, {task.student}" if several else task.student)
    if isinstance(result, Exception):
        return f"{who}: not marked, the grader failed ({shown(str(result), 500)}); run it again"
    marks = f"{who}: {result.points:g} of {result.max_points:g} points by checks"
    waiting = sum(score is None for score in result.scores.values())
    if waiting:
        marks += f", {waiting} answer{'s' if waiting > 1 else ''} to mark by hand"
    return f"{marks}. {shown(result.sentence, 2_000)}".rstrip()


def summing_up(summary, protection=""):
    """Return the last line: how many, how well, how long, and how the notebooks were isolated."""
    if not summary.graded and not summary.unchanged and not summary.failed:
        return "Nothing to grade: no such submission in submitted/LEARNER/ASSIGNMENT/."
    parts = [f"{summary.graded} graded"]
    if summary.graded:
        parts.append(f"{summary.unreadable} could not be read")
        parts.append(f"{summary.stopped} timed out or stopped")
    late = "late penalty" if summary.penalties == 1 else "late penalties"
    for count, words in (
        (summary.unchanged, "unchanged since they were graded"),
        (summary.penalties, f"{late} brought up to date"),
        (len(summary.failed), "not marked"),
    ):
        if count:
            parts.append(f"{count} {words}")
    each = f", {summary.seconds / summary.graded:.2f} s each" if summary.graded else ""
    level = f"; isolation: {protection or summary.isolation}" if summary.isolation else ""
    return f"{', '.join(parts)}; {summary.seconds:.1f} s{each}{level}."


def _positive(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return value
