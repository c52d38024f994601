"""The command line: python -m autograder COMMAND …; each command is a module of `commands`."""

import sys
from importlib import import_module
from pathlib import Path

COMMANDS = Path(__file__).parent / "commands"


def main(argv=None):
    """Run the named command and return its exit status."""
    arguments = sys.argv[1:] if argv is None else argv
    names = sorted(path.stem for path in COMMANDS.glob("*.py") if path.stem != "__init__")
    if not arguments or arguments[0] not in names:
        wanted = arguments and arguments[0] in ("-h", "--help")
        print(f"usage: python -m autograder {{{','.join(names)}}} …", file=sys.stderr)
        return 0 if wanted else 2
    # jsonschema would build a parser of addresses, which takes a second, and notebooks have none.
    sys.modules.setdefault("rfc3987_syntax", None)
    return import_module(f"autograder.commands.{arguments[0]}").main(arguments[1:])


if __name__ == "__main__":
    sys.exit(main())
