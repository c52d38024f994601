"""Meet an unsolved exercise with a friendly line in place of a traceback."""

import re
from html import escape

from IPython import get_ipython
from IPython.display import display

STUB = re.compile(r"^(?P<name>\w+): exercise (?P<number>\d+\.\d+)$")


class Unsolved:
    """The line that stands where a result would be, had its function been written."""

    def __init__(self, name, number):
        self.text = (
            f"{name} is not written yet (exercise {number}). "
            "Write it above and run its cell, then run this one again."
        )

    def __repr__(self):
        return self.text

    def _repr_html_(self):
        style = "border-left: 3px solid currentColor; padding: .2em .8em; opacity: .75"
        return f'<p class="unsolved" style="{style}">{escape(self.text)}</p>'


def show_unsolved(shell, kind, error, traceback, tb_offset=None):
    """Show a stub's error as a line, any other as IPython shows it.

    The signature is that of a handler for ``InteractiveShell.set_custom_exc``.
    """
    stub = STUB.match(str(error))
    if stub is None:
        shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)
        return []
    line = Unsolved(stub["name"], stub["number"])
    display(line)
    return [line.text]


def register():
    """Let the running IPython shell, if there is one, show unsolved exercises in this way."""
    shell = get_ipython()
    if shell is not None:
        shell.set_custom_exc((NotImplementedError,), show_unsolved)
