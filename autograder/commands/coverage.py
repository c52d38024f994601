"""Print which case of which function tests each clause of the contract."""

import argparse
import sys

from ..exercises import CHAPTERS, CHECKS
from ..proof.coverage import TAKES, table, unasked

NOTHING = "-"


def main(argv):
    """Print a table for each chapter; the status is 1 if a clause is untested without a reason."""
    parser = argparse.ArgumentParser(prog="python -m autograder coverage", description=__doc__)
    parser.add_argument("functions", nargs="*", metavar="FUNCTION", help="all by default")
    arguments = parser.parse_args(argv)
    unknown = [name for name in arguments.functions if name not in CHECKS]
    if unknown:
        parser.error(f"there is no check for {', '.join(unknown)}")
    chosen = arguments.functions or list(CHECKS)
    rows = table(chosen)
    for chapter, names in CHAPTERS.items():
        names = [name for name in names if name in chosen]
        if names:
            print_chapter(chapter, names, rows)
    missing = unasked(rows)
    for name, words in missing:
        print(f"{name}: no case tests {words}, and no reason is given.", file=sys.stderr)
    cells = sum(bool(cell.slugs) for row in rows.values() for cell in row.values())
    print(f"{len(rows)} clauses, {cells} cells asked, {len(missing)} cells empty without a reason")
    return 1 if missing else 0


def print_chapter(chapter, names, rows):
    """Print the clauses that concern a chapter's functions: a row each, a column a function."""
    found = {words: [shown(cells[name]) for name in names] for words, cells in rows.items()}
    found = {words: cells for words, cells in found.items() if set(cells) != {NOTHING}}
    widths = [max(map(len, column)) for column in zip(names, *found.values(), strict=True)]
    first = max(map(len, [chapter, *found]))
    for title, cells in [(chapter, names), *found.items()]:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        print("  ".join([title.ljust(first), *padded]).rstrip())
    print()


def shown(cell):
    """Return a cell as text: its first cases, its reason, or a dash if the function lacks it."""
    if cell.reason:
        return NOTHING if cell.reason in TAKES.values() else f"({cell.reason})"
    more = f" +{len(cell.slugs) - 2}" if len(cell.slugs) > 2 else ""
    return ", ".join(cell.slugs[:2]) + more or "NOT ASKED"
