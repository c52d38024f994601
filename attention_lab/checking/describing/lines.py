"""Find the learner's own line that an exception came from."""

import inspect
import linecache
import os
from contextlib import suppress
from difflib import get_close_matches
from dis import get_instructions, opname
from functools import lru_cache
from types import CodeType, TracebackType

import numpy as np

LINE_LIMIT = 180
NAME_LIMIT = 30
LEFTOVERS = 3
ALIKE = 0.75  # how near a name has to be to one that is not known


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
    """Whether a `raise` or an `assert` of the learner's raised, and not what it looked at.

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


def meant_by(error):
    """Return the known name that is nearest to the one an exception misses, or "".

    Python suggests the same, but before 3.12 only where it prints the exception itself.
    """
    name = getattr(error, "name", None)
    if not isinstance(name, str):
        return ""
    known = []
    with suppress(Exception):
        if isinstance(error, AttributeError):
            known = dir(error.obj)
        elif isinstance(error, NameError):
            step = error.__traceback__
            while step.tb_next is not None:
                step = step.tb_next
            frame = step.tb_frame
            known = [*frame.f_locals, *frame.f_globals, *frame.f_builtins]
        near = get_close_matches(name, known, 1, ALIKE)
        return near[0][:NAME_LIMIT] if near and near[0] != name else ""
    return ""


def leftovers_of(function):
    """Return the names of single numbers and arrays that a function reads from its notebook.

    Names in capitals are constants, and meant.

    Parameters
    ----------
    function : callable
        The function that is called.
    """
    code, space = _code_of(function), None
    with suppress(Exception):
        space = function.__globals__
    if code is None or type(space) is not dict:
        return ()
    return tuple(
        name
        for name in _globals_read(code)
        if type(space.get(name)) in (int, float, np.ndarray)
        and (len(name) == 1 or not name.isupper())
    )[:LEFTOVERS]


@lru_cache(maxsize=64)
def _globals_read(code):
    """Return the names that code looks up outside itself, in its order."""
    names = (step.argval for step in get_instructions(code) if step.opname == "LOAD_GLOBAL")
    return tuple(dict.fromkeys(names))


def _code_of(function):
    """Return the code of a function, of the innermost one where it is wrapped, or None."""
    code = None
    for inner in (lambda: function, lambda: inspect.unwrap(function)):
        with suppress(Exception):  # it may be wrapped in itself, or no function at all
            code = inner().__code__
    return code if isinstance(code, CodeType) else None


def _is_learners(code, own):
    """Whether code stands in the file of a function's own code, or in a notebook's cell."""
    beside = own is not None and code.co_filename == own.co_filename
    return beside or _is_notebook(code.co_filename)


def _is_part(code, whole):
    """Whether code is that of a function, or of one that is written within it."""
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
