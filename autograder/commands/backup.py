"""Copy the gradebook while others may be using it."""

import argparse
from datetime import datetime
from pathlib import Path

from ..paths import COURSE


def parser():
    """Return the command's parser."""
    parser = argparse.ArgumentParser(prog="python -m autograder backup", description=__doc__)
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        help="where to write the copy (default: backups/ in the course folder)",
    )
    parser.add_argument(
        "--course", default=COURSE, type=Path, metavar="FOLDER", help="another course folder"
    )
    return parser


def main(argv: list[str]) -> int:
    """Copy the gradebook, check the copy, and say where it is."""
    from ..gradebook.backup import back_up

    arguments = parser().parse_args(argv)
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    target = arguments.file or arguments.course / "backups" / f"gradebook-{stamp}.db"
    submissions = back_up(arguments.course, target)
    print(f"{target}: the marks of {submissions} submissions.")
    print("To go back to it: stop the formgrader, and copy it over gradebook.db.")
    return 0
