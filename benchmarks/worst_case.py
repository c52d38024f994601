"""The worst case as a number: a thousand hostile submissions among a hundred honest ones.

``python benchmarks/worst_case.py`` lets a class of honest learners (see `learners`) be graded with
feedback alone, then with the whole corpus of attacks, single ones and those on classes, handed in
again and again until there are a thousand. It prints what came of the honest ones' marks and pages,
how long both took, and the memory of the largest worker. ``--hostile`` and ``--honest`` say how
many, ``--limits official`` gives submissions the limits of real grading instead of the corpus's.

Hostile submissions may cost their own limits: time in the sandbox, and in the helpers that read and
lay out. What both runs spend outside of these is compared.
"""

import argparse
import contextlib
import itertools
import json
import multiprocessing
import os
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial, wraps
from pathlib import Path

import nbformat
from learners import submission

from autograder.proof import classes, classroom, hostile, observing
from autograder.proof.watching import CHAPTER, Watch, guard

WORKERS = os.cpu_count() or 1
MAX_MEGABYTES = 500
TIMES = 3
LONGEST = 3 * 60 * 60
INSIDE = (sys.executable, "-W", "ignore", __file__, "--inside")


def grade_here(course, workers, limits, told):
    """Grade a course in this process as the command does, and write down what was spent inside.

    Parameters
    ----------
    course : str
        Its folder.
    workers : int
        How many.
    limits : str
        "corpus" or "official".
    told : str
        The file for the seconds in sandboxes and in helpers, of all workers together.
    """
    from autograder.commands import grade
    from autograder.gradebook.grading import Course
    from autograder.marking.bounded import Helper
    from autograder.sandbox import Sandbox
    from autograder.workers import warming

    sandboxes, helpers = multiprocessing.Value("d", 0.0), multiprocessing.Value("d", 0.0)
    Sandbox.run = _timed(Sandbox.run, sandboxes)
    Helper.__call__ = _timed(Helper.__call__, helpers)
    if limits == "corpus":
        warming.Sandbox = partial(Sandbox, hostile.LIMITS)
    words = [CHAPTER, "--feedback", "--course", course, "--workers", str(workers)]
    arguments = grade.parser().parse_args(words)
    with grade.Engine(arguments) as engine:
        status = grade.grade(Course(course), arguments, engine)
    Path(told).write_text(json.dumps([sandboxes.value, helpers.value]))
    return status


def _timed(method, total):
    """Return a method that adds its seconds to a sum that all workers share."""

    @wraps(method)
    def timed(*arguments, **named):
        start = time.monotonic()
        try:
            return method(*arguments, **named)
        finally:
            with total.get_lock():
                total.value += time.monotonic() - start

    return timed


def run(room, limits):
    """Grade a class in a process of its own; return what was observed and the seconds inside."""
    told = room.root.parent / "inside.json"
    words = [str(room.root), str(WORKERS), limits, str(told)]
    seen = observing.observe(words, LONGEST, INSIDE)
    if not told.exists():
        sys.exit(f"the class was not graded:\n{seen.text}")
    return seen, json.loads(told.read_text())


def honest_class(root, watch, count):
    """Make a course in which honest learners have handed in, besides the four of the proof."""
    room = classroom.new_classroom(root, watch)
    released = nbformat.read(room.root / "release" / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)
    names = list(room.words)
    for number in range(count - len(names)):
        names.append(f"{10 * number:05}-honest")
        place = room.submitted / names[-1] / CHAPTER
        place.mkdir(parents=True)
        nbformat.write(submission(released, number), place / f"{CHAPTER}.ipynb")
    return room, names


def attackers(count, every):
    """Yield attacks with the names that their learners have here, one after the other's turn."""
    single = [one for one in hostile.corpus() if one.family != "honest"]
    on_classes = [one for one in classes.corpus() if not one.control]
    mixed = [one for two in itertools.zip_longest(single, on_classes) for one in two if one]
    if count < len(mixed):  # some of everything
        mixed = [mixed[number * len(mixed) // count] for number in range(count)]
    for number, attack in enumerate(itertools.islice(itertools.cycle(mixed), count)):
        name = f"{number * every:05}-{getattr(attack, 'learner', attack.name)}"
        yield attack, os.fsdecode(os.fsencode(name)[:250])


def join(room, count, honest, watch):
    """Let attackers hand in to a class; return how many learners there are now, and their marks."""
    fair = {}
    for attack, learner in attackers(count, max(1, 10 * honest // count)):
        known = classroom.places(room, replace_learner(attack, learner))
        # What an attack leaves at the top of the class is there already when it comes again.
        with contextlib.suppress(FileExistsError):
            hostile.hand_in(attack, known["learner"] / CHAPTER, watch, **known)
        fair[learner] = attack
    return fair


def replace_learner(attack, learner):
    """Return an attack with the name that its learner has here."""
    if isinstance(attack, classes.ClassAttack):
        return replace(attack, learner=learner)
    return classes.ClassAttack(
        attack.name, attack.title, attack.family, attack.base, attack.points, None, (), learner
    )


def compare(place, honest, count, limits, watch):
    """Grade both classes, print what came of it, and return whether all is as it should be."""
    room, names = honest_class(place / "honest", watch, honest)
    both = classroom.copied(room, place / "both")
    fair = join(both, count, honest, watch)
    learners = len(list(both.submitted.iterdir()))
    print(f"{len(names)} honest and {learners - len(names)} hostile submissions of {CHAPTER},")
    print(f"{WORKERS} workers, limits: {limits}", flush=True)
    alone, inside = run(room, limits)
    print(f"the honest alone: {alone.seconds:.0f} s", flush=True)
    seen, inside_both = run(both, limits)
    marks, others = room.marks(), both.marks()
    wrong = [name for name in names if marks.get(name) != others.get(name)]
    pages = [
        name for name in names if None is room.page(name) or room.page(name) != both.page(name)
    ]
    unmarked = [name for name in fair if name not in others and name.isprintable()]
    missing = [name for name in fair if name in others and not both.page(name)]
    unfair = [
        f"{name} ({others[name]:g} instead of {attack.points:g})"
        for name, attack in fair.items()
        if name in others and attack.points is not None and others[name] != attack.points
    ]
    outside, outside_both = (
        one.seconds - sum(spent) / WORKERS for one, spent in ((alone, inside), (seen, inside_both))
    )
    allowed = TIMES * alone.seconds + sum(inside_both) / WORKERS
    print(f"together: {seen.seconds:.0f} s, of which in sandboxes {inside_both[0]:.0f} s and in")
    print(f"helpers {inside_both[1]:.0f} s of {WORKERS} workers' time; allowed: {allowed:.0f} s")
    print(f"outside of both: {outside:.1f} s alone, {outside_both:.1f} s together")
    print(f"largest trusted process: {alone.megabytes:.0f} MB alone, {seen.megabytes:.0f} together")
    print(f"honest marks that differ: {len(wrong)}; honest pages that differ: {len(pages)}")
    print(f"hostile ones without a mark: {len(unmarked)} {unmarked[:5]}")
    print(f"hostile ones without a page: {len(missing)} {missing[:5]}")
    print(f"hostile ones with another mark than is fair: {len(unfair)} {unfair[:8]}")
    print(f"exit status {seen.status}; {seen.lines[-2][1]} {seen.lines[-1][1]}")
    return not (
        wrong or pages or seen.late or seen.megabytes > MAX_MEGABYTES or seen.seconds > allowed
    )


def main():
    if sys.argv[1:2] == ["--inside"]:
        course, workers, limits, told = sys.argv[2:]
        sys.exit(grade_here(course, int(workers), limits, told))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hostile", type=int, default=1_000, help="how many attack (1,000)")
    parser.add_argument("--honest", type=int, default=100, help="how many do not (100)")
    parser.add_argument("--limits", choices=("corpus", "official"), default="corpus")
    arguments = parser.parse_args()
    guard(cpu=LONGEST)
    with Watch() as watch, tempfile.TemporaryDirectory(prefix="worst-case-") as place:
        try:
            good = compare(
                Path(place), arguments.honest, arguments.hostile, arguments.limits, watch
            )
        finally:
            classroom.take_away(place)
            os.makedirs(place, exist_ok=True)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
