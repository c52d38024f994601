"""Make the learners' notebooks, and enter them in nbgrader's gradebook."""

import argparse
import sys
from pathlib import Path

from ..chapters.release import release
from ..errors import ChapterError
from ..exercises import CHAPTERS
from ..paths import COURSE


def main(argv: list[str]) -> int:
    """Write sources and releases of the named chapters, or of all chapters if none is named."""
    parser = argparse.ArgumentParser(prog="python -m autograder release", description=__doc__)
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="such as 05-softmax")
    parser.add_argument(
        "--course", default=COURSE, type=Path, metavar="FOLDER", help="another course folder"
    )
    arguments = parser.parse_args(argv)
    chapters = arguments.chapters or list(CHAPTERS)
    if unknown := [chapter for chapter in chapters if chapter not in CHAPTERS]:
        parser.error(
            f"there is no chapter {', '.join(unknown)}; the chapters are {', '.join(CHAPTERS)}"
        )
    try:
        folders = release(arguments.course, chapters)
    except ChapterError as error:
        print(f"Nothing was released. book/{error}", file=sys.stderr)
        return 1
    except RuntimeError as error:
        print(f"nbgrader could not release {error}", file=sys.stderr)
        return 1
    for folder in folders:
        print(folder)
    return 0
