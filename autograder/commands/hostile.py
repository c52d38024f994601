"""Run the corpus of attacks and print the verdicts: python -m autograder hostile [NAME ...]."""

import argparse
import sys

from ..hostile import LIMITS, corpus, run_all
from ..sandbox import IsolationError, Sandbox
from .mark import refusal

HEAD = f"{'attack':32}{'family':11}{'mark':>5}{'fair':>6}{'seconds':>9}  touched      what it does"


def main(argv: list[str]) -> int:
    """Print a line for each attack; 0 where none got more or less than is fair, or touched."""
    parser = argparse.ArgumentParser(prog="python -m autograder hostile", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only files whose name has this")
    parser.add_argument("--level", choices=("namespaces", "landlock"), help="only at this level")
    arguments = parser.parse_args(argv)
    attacks = [
        attack
        for attack in corpus()
        if not arguments.names or any(name in attack.name for name in arguments.names)
    ]
    levels = (arguments.level,) if arguments.level else ("namespaces", "landlock")
    try:
        sandbox = Sandbox(LIMITS, levels=levels)
    except IsolationError as error:
        print(refusal(error), file=sys.stderr)
        return 1
    with sandbox:
        print(f"isolation: {sandbox.level}\n{HEAD}\n{'-' * len(HEAD)}")
        results = []
        for result in run_all(attacks, sandbox):
            results.append(result)
            print(line(result), flush=True)
    good = sum(result.good for result in results)
    print(f"{good} of {len(results)} as they should be: the fair mark, and nothing touched.")
    return 0 if good == len(results) else 1


def line(result):
    """Return a result as a line of the table."""
    attack = result.attack
    touched = ", ".join(result.touched) or "nothing"
    flag = "" if result.good else "   <-- NOT AS IT SHOULD BE"
    return (
        f"{attack.name:32}{attack.family:11}{result.points:5g}{attack.points:6g}"
        f"{result.seconds:9.2f}  {touched:13}{attack.title}{flag}"
    )
