"""Run the corpus of attacks and print the verdicts."""

import argparse
import json
import sys

from ..proof.hostile import LIMITS, corpus, try_all
from ..proof.watching import Watch, guard
from ..sandbox import IsolationError, Sandbox
from .mark import refusal

HEAD = f"{'attack':32}{'family':11}{'mark':>5}{'fair':>6}{'seconds':>9}  touched      what it does"


def main(argv: list[str]) -> int:
    """Print a line for each attack; 0 where none got more or less than is fair, or touched."""
    parser = argparse.ArgumentParser(prog="python -m autograder hostile", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only files whose name has this")
    parser.add_argument("--json", action="store_true", help="print one JSON array instead")
    parser.add_argument("--level", choices=("namespaces", "landlock"), help="only at this level")
    arguments = parser.parse_args(argv)
    attacks = [
        attack
        for attack in corpus()
        if not arguments.names or any(name in attack.name for name in arguments.names)
    ]
    levels = (arguments.level,) if arguments.level else ("namespaces", "landlock")
    guard()
    with Watch() as watch:
        try:
            sandbox = Sandbox(LIMITS, levels=levels)
        except IsolationError as error:
            print(refusal(error), file=sys.stderr)
            return 1
        with sandbox:
            show = _rows if arguments.json else _table
            results = show(try_all(attacks, sandbox, watch), sandbox.protection)
    return 0 if all(result.good for result in results) else 1


def _table(found, isolation):
    """Print a line for each result as it comes, and return all."""
    print(f"isolation: {isolation}\n{HEAD}\n{'-' * len(HEAD)}")
    results = []
    for result in found:
        results.append(result)
        print(line(result), flush=True)
    good = sum(result.good for result in results)
    print(f"{good} of {len(results)} as they should be: the fair mark, and nothing touched.")
    return results


def _rows(found, isolation):
    """Print a JSON array with an object for each result, and return all results."""
    results = list(found)
    rows = [
        {
            "attack": result.attack.name,
            "family": result.attack.family,
            "points": result.points,
            "fair": result.attack.points,
            "touched": list(result.touched),
            "seconds": round(result.seconds, 3),
            "sentence": result.sentence,
            "isolation": isolation,
        }
        for result in results
    ]
    print(json.dumps(rows, indent=1))
    return results


def line(result):
    """Return a result as a line of the table."""
    attack = result.attack
    touched = ", ".join(result.touched) or "nothing"
    flag = "" if result.good else f"   <-- NOT AS IT SHOULD BE. {result.sentence}".rstrip()
    return (
        f"{attack.name:32}{attack.family:11}{result.points:5g}{attack.points:6g}"
        f"{result.seconds:9.2f}  {touched:13}{attack.title}{flag}"
    )
