"""Try every misconception against the checks, and print which are killed and named."""

import argparse
import sys

from ..exercises import CHECKS
from ..paths import ROOT
from ..proof.matrix import combined, matrix, without_words


def main(argv):
    """Print the kill matrix; the status is 1 if one survives, is misnamed or has no words."""
    parser = argparse.ArgumentParser(prog="python -m autograder matrix", description=__doc__)
    parser.add_argument("functions", nargs="*", metavar="FUNCTION", help="all by default")
    parser.add_argument(
        "--seeds", type=int, default=1, help="how many times to draw the inputs (default: 1)"
    )
    parser.add_argument(
        "--pairs", action="store_true", help="also try two misconceptions at a time"
    )
    parser.add_argument(
        "--all", action="store_true", help="print every misconception, not only the totals"
    )
    arguments = parser.parse_args(argv)
    unknown = [name for name in arguments.functions if name not in CHECKS]
    if unknown:
        parser.error(f"there is no check for {', '.join(unknown)}")
    names = arguments.functions or list(CHECKS)
    silent = without_words(names)
    for name, slug, file in silent:
        print(
            f"{name}: {slug} has no words for the learner. Write them as [{slug}], happened and "
            f"idea, in {file.relative_to(ROOT)}, or in the file of its subject beside it.",
            file=sys.stderr,
        )
    if silent:
        return 1
    rows = matrix(names, range(arguments.seeds))
    for name in names:
        print_function(name, [row for row in rows if row.function == name], arguments.all)
    print_sum("together", rows)
    survivors = [row for row in rows if not row.good]
    if arguments.pairs:
        pairs = combined(names)
        print_sum("two at a time", pairs)
        for row in pairs:
            if row.others:
                print(f"  {row.function}: {row.slug} was called {', '.join(sorted(row.others))}")
        survivors += [row for row in pairs if not row.killed]
    return 1 if survivors else 0


def print_function(name, rows, everything):
    """Print a line for a function, and one for each misconception that is worth it."""
    print_sum(name, rows)
    for row in rows:
        if everything or not row.good:
            print(
                f"  {row.slug:32} {row.variants:4} tried {row.killed:4} killed {row.named:4} named"
                + (f", also called {', '.join(sorted(row.others))}" if row.others else "")
            )


def print_sum(title, rows):
    """Print how many misconceptions there are, killed and named, in all their variants."""
    tried, killed, named = (
        sum(getattr(row, key) for row in rows) for key in ("variants", "killed", "named")
    )
    print(
        f"{title:24} {len(rows):5} misconceptions {tried:6} tried {killed:6} killed {named:6} named"
    )
