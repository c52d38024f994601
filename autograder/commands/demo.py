"""Grade a small made-up class end to end."""

import argparse
import logging

from ..gradebook import demo
from ..paths import ROOT


def main(argv: list[str]) -> int:
    """Grade the class, print its marks, and say where the feedback is."""
    parser = argparse.ArgumentParser(prog="python -m autograder demo", description=__doc__)
    parser.parse_args(argv)
    logging.getLogger("traitlets").setLevel(logging.WARNING)
    root = ROOT / "_build" / "demo"
    print(f"Grading {len(demo.CLASS)} made-up submissions of {demo.CHAPTER} ...")
    results = demo.grade_class(root)
    print(demo.table(results))
    print("\nFeedback pages, to open in a browser:")
    for *_, page in results:
        print(f"  {page.relative_to(ROOT)}")
    print(f"\nThe course, for nbgrader's own commands: {root.relative_to(ROOT)}")
    return 0
