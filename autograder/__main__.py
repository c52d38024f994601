"""The command line: python -m autograder COMMAND …; each command is a module of `commands`."""

import ast
import os
import sys
from importlib import import_module
from pathlib import Path

from .errors import CourseError

COMMANDS = Path(__file__).parent / "commands"
USAGE = "usage: python -m autograder COMMAND …"
NOBODY_READS = 141  # what a shell reports of a program that was ended by SIGPIPE


def main(argv=None):
    """Run the named command and return its exit status."""
    arguments = sys.argv[1:] if argv is None else argv
    files = {path.stem: path for path in sorted(COMMANDS.glob("[!_]*.py"))}
    if not arguments or arguments[0] not in files:
        wanted = bool(arguments) and arguments[0] in ("-h", "--help")
        print(usage(files), file=sys.stdout if wanted else sys.stderr)
        return 0 if wanted else 2
    # jsonschema would build a parser of addresses, which takes a second, and notebooks have none.
    sys.modules.setdefault("rfc3987_syntax", None)
    try:
        status = import_module(f"autograder.commands.{arguments[0]}").main(arguments[1:])
        sys.stdout.flush()
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Or Python would try to write the rest at its end, and complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    return status


def usage(files):
    """Return a line for each command that says what it does, read from its module's first line."""
    lines = [USAGE, ""]
    for name, path in files.items():
        told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))).partition("\n")[0]
        lines.append(f"  {name:8} {told}")
    return "\n".join([*lines, "", "python -m autograder COMMAND --help tells more of one."])


if __name__ == "__main__":
    sys.exit(main())
