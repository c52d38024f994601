"""Mark notebooks without a gradebook."""

import argparse
import json
import os
import sys

from ..marking.marker import Marker
from ..marking.place import shown
from ..sandbox import IsolationError, Sandbox


def parser():
    """Return the command's parser."""
    parser = argparse.ArgumentParser(prog="python -m autograder mark", description=__doc__)
    parser.add_argument("notebooks", nargs="+", metavar="NOTEBOOK")
    parser.add_argument("--json", action="store_true", help="print one JSON array")
    add_isolation(parser)
    return parser


def add_isolation(parser):
    """Add the flag that accepts a machine without isolation."""
    parser.add_argument(
        "--accept-no-isolation",
        action="store_true",
        help="go on even if this machine cannot isolate notebooks, or only without the "
        "system-call filter: they can then do everything that you can",
    )


def main(argv: list[str]) -> int:
    """Mark the notebooks and print what they get.

    Returns
    -------
    int
        0, whatever the marks; 1 without isolation; 2 if a file does not exist.
    """
    arguments = parser().parse_args(argv)
    try:
        sandbox = Sandbox(accept_none=arguments.accept_no_isolation)
    except IsolationError as error:
        print(refusal(error), file=sys.stderr)
        return 1
    with sandbox:
        marker = Marker(sandbox)
        if arguments.json:
            marked = [marker.mark_file(path).as_json() for path in arguments.notebooks]
            print(json.dumps(marked, indent=1))
        else:
            print(f"isolation: {sandbox.protection}")
            for path in arguments.notebooks:
                print(describe(marker.mark_file(path)), flush=True)
    missing = [path for path in arguments.notebooks if not os.path.lexists(path)]
    for path in missing:
        print(f"{path}: there is no such file.", file=sys.stderr)
    return 2 if missing else 0


def refusal(error):
    """Return what to tell someone whose machine offers no isolation."""
    return (
        f"This machine cannot isolate notebooks ({error}).\n"
        "A notebook would run with all your rights. Mark on a Linux machine or in a container "
        "that allows user namespaces,\nor use --accept-no-isolation for notebooks that you trust."
    )


def describe(marked):
    """Return a marked notebook as lines for a terminal."""
    name = shown(marked.path, 1_000)
    if marked.status != "graded":
        return f"{name}: not marked. {marked.reason}"
    mark = f"{marked.points:g} of {marked.max_points:g} points"
    lines = [f"{name}: {mark} in {marked.assignment}"]
    if marked.reason:
        lines.append(f"  {marked.reason}")
    lines += [f"  {note}" for note in marked.notes]
    for verdict in marked.verdicts.values():
        named = f" [{verdict.misconception}]" if verdict.misconception else ""
        mark = f"{verdict.points:g}/{verdict.max_points:g}{named}"
        lines.append(f"  {verdict.function}: {mark} {shown(verdict.message, 2_000)}".rstrip())
    return "\n".join(lines)
