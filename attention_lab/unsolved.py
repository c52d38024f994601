"""Meet an unsolved exercise with a friendly line in place of a traceback."""

import ast
import re
from html import escape

from IPython import get_ipython
from IPython.display import display

STUB = re.compile(r"^(?P<function>\w+): exercise (?P<number>\d+\.\d+)$")
# Names that cells would have set, had their function been written: name -> (function, number).
_missing = {}


class Unsolved:
    """The line that stands where a result would be, had its function been written."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text

    def _repr_html_(self):
        style = "border-left: 3px solid currentColor; padding: .2em .8em; opacity: .75"
        return f'<p class="unsolved" style="{style}">{escape(self.text)}</p>'


def show_unsolved(shell, kind, error, traceback, tb_offset=None):
    """Show an unsolved exercise, or what depends on one, as a line; other errors as ever.

    The signature is that of a handler for ``InteractiveShell.set_custom_exc``.
    """
    stub = STUB.match(str(error)) if kind is NotImplementedError else None
    if stub:
        function, number = stub["function"], stub["number"]
        _missing.update(dict.fromkeys(_set_by(shell.user_ns.get("In", [""])[-1]), stub.groups()))
        text = f"{function} is not written yet (exercise {number}). "
        text += "Write it above and run its cell, then run this one again."
    elif kind is NameError and getattr(error, "name", None) in _missing:
        function, number = _missing[error.name]
        text = f"{error.name} comes from a cell above that needs {function} (exercise {number}). "
        text += "Write that first, then run the cells from there on."
    else:
        shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)
        return []
    display(Unsolved(text))
    return [text]


def _set_by(cell):
    """Return the names that a cell's own statements set."""
    try:
        nodes = list(ast.walk(ast.parse(cell)))
    except SyntaxError:  # a magic, or a shell command
        return []
    return [
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]


def register():
    """Let the running IPython shell, if there is one, show unsolved exercises in this way."""
    shell = get_ipython()
    if shell is not None:
        shell.set_custom_exc((NotImplementedError, NameError), show_unsolved)
