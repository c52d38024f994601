"""Run the corpus of attacks and print the verdicts."""

import argparse
import json
import sys

from ..proof import classes
from ..proof.hostile import LIMITS, corpus, try_all
from ..proof.watching import Watch, guard
from ..sandbox import IsolationError, Sandbox
from .mark import refusal

HEAD = f"{'attack':32}{'family':11}{'mark':>5}{'fair':>6}{'seconds':>9}  touched      what it does"
CLASS_HEAD = (
    f"{'attack on a class':34}{'family':13}{'mark':>5}{'fair':>6}{'seconds':>9}{'wait':>6}"
    f"{'MB':>5}{'more':>6}{'page kB':>9}  touched      what it does"
)
CLASS_NOTE = (
    "seconds: the class's; wait: for the neighbours' marks, as a multiple of that without the\n"
    "attack; MB: of the largest trusted process; more: than without the attack."
)


def main(argv: list[str]) -> int:
    """Print a line for each attack; 0 if each got its fair mark and touched nothing."""
    parser = argparse.ArgumentParser(prog="python -m autograder hostile", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="only attacks whose name contains this"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON array instead")
    parser.add_argument(
        "--level", choices=("namespaces", "landlock"), help="only at this level of isolation"
    )
    parser.add_argument(
        "--classes",
        action="store_true",
        help="run the attacks on whole classes, graded by the command",
    )
    arguments = parser.parse_args(argv)
    if arguments.classes and arguments.level:
        parser.error("a class is graded at the level that the machine has: leave out --level")
    attacks = [
        attack
        for attack in (classes.corpus() if arguments.classes else corpus())
        if not arguments.names or any(name in attack.name for name in arguments.names)
    ]
    guard()
    with Watch() as watch:
        if arguments.classes:
            return _on_classes(attacks, watch, arguments.json)
        levels = (arguments.level,) if arguments.level else ("namespaces", "landlock")
        try:
            sandbox = Sandbox(LIMITS, levels=levels)
        except IsolationError as error:
            print(refusal(error), file=sys.stderr)
            return 1
        with sandbox:
            found = try_all(attacks, sandbox, watch)
            if arguments.json:
                results = _rows(found, lambda result: row(result, sandbox.protection))
            else:
                head = f"isolation: {sandbox.protection}\n{HEAD}\n{'-' * len(HEAD)}"
                results = _table(found, head, line)
    return 0 if all(result.good for result in results) else 1


def _on_classes(attacks, watch, as_json):
    """Attack classes, print what came of it, and return the exit status."""
    with classes.Proof(watch) as proof:
        found = proof.run_all(attacks)
        if as_json:
            results = _rows(found, class_row)
        else:
            head = f"{CLASS_NOTE}\n{CLASS_HEAD}\n{'-' * len(CLASS_HEAD)}"
            results = _table(found, head, class_line)
    return 0 if all(result.good for result in results) else 1


def _table(found, head, line):
    """Print a line for each result as it comes, and return all."""
    print(head, flush=True)
    results = []
    for result in found:
        results.append(result)
        print(line(result), flush=True)
    good = sum(result.good for result in results)
    print(f"{good} of {len(results)} as they should be: the fair mark, and nothing touched.")
    return results


def _rows(found, row):
    """Print a JSON array with an object for each result, and return all results."""
    results = list(found)
    print(json.dumps([row(result) for result in results], indent=1))
    return results


def row(result, isolation):
    """Return a result as an object for JSON."""
    return {
        "attack": result.attack.name,
        "family": result.attack.family,
        "points": result.points,
        "fair": result.attack.points,
        "touched": list(result.touched),
        "seconds": round(result.seconds, 3),
        "sentence": result.sentence,
        "isolation": isolation,
    }


def line(result):
    """Return a result as a line of the table."""
    attack = result.attack
    touched = ", ".join(result.touched) or "nothing"
    flag = "" if result.good else f"   <-- NOT AS IT SHOULD BE. {result.sentence}".rstrip()
    return (
        f"{attack.name:32}{attack.family:11}{result.points:5g}{attack.points:6g}"
        f"{result.seconds:9.2f}  {touched:13}{attack.title}{flag}"
    )


def class_row(verdict):
    """Return a verdict on an attack on a class as an object for JSON."""
    return {
        "attack": verdict.attack.name,
        "family": verdict.attack.family,
        "points": verdict.points,
        "fair": verdict.attack.points,
        "touched": list(verdict.touched),
        "seconds": round(verdict.seconds, 3),
        "waited": round(verdict.waited, 2),
        "megabytes": round(verdict.megabytes),
        "more megabytes": round(verdict.grown),
        "page": verdict.page,
        "said": "" if verdict.good else verdict.said,
    }


def class_line(verdict):
    """Return a verdict on an attack on a class as a line of the table."""
    attack = verdict.attack
    touched = ", ".join(verdict.touched) or "nothing"
    mark, fair = (
        f"{points:g}" if points is not None else "none"
        for points in (verdict.points, attack.points)
    )
    flag = "" if verdict.good else "   <-- NOT AS IT SHOULD BE."
    return (
        f"{attack.name:34}{attack.family:13}{mark:>5}{fair:>6}{verdict.seconds:9.1f}"
        f"{verdict.waited:6.1f}{verdict.megabytes:5.0f}{verdict.grown:+6.0f}"
        f"{verdict.page / 1000:9.0f}  {touched:13}{attack.title}{flag}"
    )
