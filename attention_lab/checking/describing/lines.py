"""Find the learner's own line that an exception came from."""

import inspect
import linecache
import os
from contextlib import suppress
from dis import opname
from types import CodeType, TracebackType

LINE_LIMIT = 180
NAME_LIMIT = 30


def line_of(error, function):
    """Return the line that an exception came from, with its number, or "".

    A line that calls another function of the learner's is followed by the line in there:
    ``line 2: Q = project(X, W_Q) (in project, line 23: Y = X @ W)``.

    Parameters
    ----------
    error : BaseException
        What was raised.
    function : callable
        The function that was called.
    """
    own = _code_of(function)
    mine = deepest = None
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        if _is_learners(code, own):
            deepest = code, step.tb_lineno
            mine = deepest if own is None or _is_part(code, own) else mine
        step = step.tb_next
    if deepest is None:
        return ""
    if mine is None:
        return f"in {_owner(deepest[0])}, {_line(*deepest, LINE_LIMIT - NAME_LIMIT)}"
    if mine is deepest:
        return _line(*mine, LINE_LIMIT)
    half = (LINE_LIMIT - NAME_LIMIT) // 2
    return f"{_line(*mine, half)} (in {_owner(deepest[0])}, {_line(*deepest, half)})"


def is_own_refusal(error, function):
    """Say whether a `raise` or an `assert` of the learner's raised, and not what it looked at.

    Parameters
    ----------
    error, function
        As in `line_of`.
    """
    own = _code_of(function)
    step = error.__traceback__
    while isinstance(step, TracebackType) and step.tb_next is not None:
        step = step.tb_next
    if not isinstance(step, TracebackType):
        return False
    code = step.tb_frame.f_code
    return _is_learners(code, own) and opname[code.co_code[step.tb_lasti]] == "RAISE_VARARGS"


def _code_of(function):
    """Return the code of a function, of the innermost one where it is wrapped, or None."""
    code = None
    for inner in (lambda: function, lambda: inspect.unwrap(function)):
        with suppress(Exception):  # it may be wrapped in itself, or no function at all
            code = inner().__code__
    return code if isinstance(code, CodeType) else None


def _is_learners(code, own):
    """Say whether code stands in the file of a function's own code, or in a notebook's cell."""
    beside = own is not None and code.co_filename == own.co_filename
    return beside or _is_notebook(code.co_filename)


def _is_part(code, whole):
    """Say whether code is that of a function, or of one that is written within it."""
    return code is whole or any(
        _is_part(code, inner) for inner in whole.co_consts if isinstance(inner, CodeType)
    )


def _owner(code):
    """Return the name of the function that code belongs to, not that of a comprehension in it."""
    names = [name for name in code.co_qualname.split(".<locals>.") if not name.startswith("<")]
    return names[-1][:NAME_LIMIT] if names else "another function"


def _line(code, number, limit):
    """Return a line of source with its number, cut to a length."""
    text = linecache.getline(code.co_filename, number).strip()
    line = f"line {number}: {text}" if text else f"line {number}"
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _is_notebook(filename):
    folder = os.path.basename(os.path.dirname(filename))
    return filename.startswith("<ipython-input") or folder.startswith("ipykernel_")
