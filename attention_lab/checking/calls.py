"""Call a learner's function and write down what came of it.

The instant check calls the function in the notebook's own process; grading calls it in a child
process. Both use `run_call`, so that both see the same.
"""

import copy
import inspect
import warnings
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field

import numpy as np

from .describing.lines import is_own_refusal, leftovers_of, line_of, meant_by
from .drawing import has_drawn_little

MESSAGE_LIMIT = 500
PRINTED_LIMIT = 600  # letters of what is printed that are kept
KEPT_LIMIT = 100_000  # numbers in a result, up to which it is kept for a later look
NAME_LIMIT = 20  # letters of a type's name within another
NOTES = ("printed", "masked", "refused", "undrawn", "listed", "overwritten")


@dataclass(frozen=True)
class Seed:
    """Stands for ``numpy.random.default_rng(value)`` among a call's arguments."""

    value: int


@dataclass(frozen=True)
class Call:
    """The arguments of one call: arrays, integers, floats, None or a `Seed`."""

    args: tuple = ()
    kwargs: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Foreign:
    """Stands for a returned value that is not an array, a number, a tuple or None.

    Its `type_name` says what spoils an array, a list or a tuple: "array of complex128", "list of
    text", "tuple of None".
    """

    type_name: str


@dataclass
class Outcome:
    """What one call came to.

    Attributes
    ----------
    kind : str
        "value", "raised", "missing" (there is no such function) or "lost" (the process that
        called it died, took too long or returned too much).
    value : array, tuple of arrays, None or Foreign
        What was returned; a number is an array without axes.
    error, message : str
        The exception's type and text, or the reason for "lost"; for "missing" the exception that
        ended the cell that defines the function, if that is known.
    line : str
        The function's line that raised, with its number: ``line 4: weights = e / e.sum()``; behind
        it the line of another function of the learner's, where it was that one.
    mutated : tuple
        Positions (int) or names (str) of the arguments that were changed.
    notes : tuple of str
        What else was seen, of `NOTES`: something was printed; what was returned hides numbers
        behind the mask of a masked array; it was a `raise` or an `assert` that raised; hardly a
        number was drawn from the generator that was given; a list stands in an array's place; the
        call overwrote what an earlier one had returned.
    printed : str
        The beginning of what the call printed. It stays on the learner's machine.
    reads : tuple of str
        Numbers and arrays of the notebook that the function reads by name.
    """

    kind: str
    value: object = None
    error: str = ""
    message: str = ""
    line: str = ""
    mutated: tuple = ()
    notes: tuple = ()
    printed: str = ""
    reads: tuple = ()


class _Sink:
    """Takes whatever a learner's function prints, and keeps the beginning."""

    encoding = "utf-8"

    def __init__(self):
        self.used = False
        self.text = ""

    def write(self, text):
        self.used = True
        if len(self.text) < PRINTED_LIMIT and isinstance(text, str):
            self.text += text[: PRINTED_LIMIT - len(self.text)]
        return len(text)

    def flush(self):
        pass

    def isatty(self):
        return False


def run_calls(function, calls):
    """Call `function` on the arguments of each call in turn and return the outcomes."""
    kept = []
    return [run_call(function, call, kept) for call in calls]


def run_call(function, call, kept=None):
    """Call `function` on fresh copies of the arguments and return the `Outcome`.

    Prints and warnings are dropped, and floating-point errors raise nothing, so that an answer is
    judged by what it returns. Exceptions of the function become an outcome; an interrupt passes.

    Parameters
    ----------
    function : callable
        The learner's function.
    call : Call
        Its arguments.
    kept : list, optional
        What earlier calls of the function returned: it is filled here, and tells whether this
        call overwrites one of those results.

    Returns
    -------
    Outcome
        Of kind "value" or "raised".
    """
    args = [_fresh(argument) for argument in call.args]
    kwargs = {name: _fresh(argument) for name, argument in call.kwargs.items()}
    printed, sink = _Sink(), _Sink()
    try:
        with (
            warnings.catch_warnings(),
            np.errstate(all="ignore"),
            redirect_stdout(printed),
            redirect_stderr(sink),
        ):
            warnings.simplefilter("ignore")
            returned = function(*args, **kwargs)
            outcome = Outcome("value", normalise(returned))
            if _hides(returned):
                outcome.notes += ("masked",)
            if _is_listed(returned):
                outcome.notes += ("listed",)
            if kept is not None and _overwrites(kept, returned, outcome.value):
                outcome.notes += ("overwritten",)
    except (Exception, SystemExit) as error:
        outcome = Outcome(
            "raised",
            error=_type_name(error),
            message=_text_of(error),
            line=line_of(error, function),
            notes=("refused",) if is_own_refusal(error, function) else (),
        )
    if printed.used:
        outcome.notes += ("printed",)
        outcome.printed = printed.text
    outcome.reads = leftovers_of(function)
    if any(
        isinstance(given, Seed) and has_drawn_little(given.value, used)
        for given, used in zip(call.args, args, strict=True)
    ):
        outcome.notes += ("undrawn",)
    outcome.mutated = tuple(
        key
        for key, given, used in [
            *zip(range(len(args)), call.args, args, strict=True),
            *((name, call.kwargs[name], kwargs[name]) for name in kwargs),
        ]
        if _changed(given, used)
    )
    return outcome


def parameters_of(function):
    """Return the names of a function's parameters, up to ``*args``.

    What has none that can be read has none: it may be no function, or say anything of itself.
    """
    names = []
    with suppress(Exception):
        for name, parameter in inspect.signature(function).parameters.items():
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                break
            names.append(str(name))
    return names


def normalise(value):
    """Return `value` as an `Outcome` keeps it: plain arrays of numbers, copied.

    A list is taken as a tuple, a list of numbers as an array, an array's subclass as an array.
    """
    if value is None:
        return None
    if isinstance(value, np.ndarray):
        return _plain(value)
    if isinstance(value, (bool, int, float, np.bool_, np.number)):
        return _plain(np.asarray(value))
    if isinstance(value, (list, tuple)):
        if value and all(isinstance(item, (bool, int, float, np.generic)) for item in value):
            return _plain(np.asarray(value))
        items = [(item, normalise(_nested(item))) for item in value]
        for item, kept in items:
            if not isinstance(kept, np.ndarray):
                return Foreign(f"{_outside(value)} of {_inside(item, kept)}")
        return tuple(kept for _, kept in items)
    return Foreign(type(value).__name__)


def _outside(value):
    return "list" if isinstance(value, list) else "tuple"


def _inside(item, kept):
    """Return one word for what spoils a list or a tuple, as it was and as it is kept."""
    if kept is None:
        return "None"
    if isinstance(kept, tuple):
        return _outside(item)
    outer, _, inner = kept.type_name.partition(" of ")
    word = inner if outer == "array" else outer
    return "text" if word == "str" else word[:NAME_LIMIT]


def _nested(item):
    """Return a list inside a list as an array, if it is one."""
    if not isinstance(item, (list, tuple)):
        return item
    try:
        return np.asarray(item)
    except ValueError:
        return item


def _plain(array):
    """Return a copy that is a base-class array of booleans, integers or floats."""
    plain = np.array(array, subok=False)
    if plain.dtype.kind == "O":
        if any(item is None for item in plain.flat):
            return Foreign("array of None")
        try:
            plain = plain.astype(np.float64)
        except (TypeError, ValueError):
            return Foreign("array of objects")
    if plain.dtype.kind in "US":
        return Foreign("array of text")
    if plain.dtype.kind not in "biuf":
        return Foreign(f"array of {plain.dtype.name}")
    return plain


def _hides(value):
    """Whether numbers of a returned value stand behind the mask of a masked array."""
    items = value if isinstance(value, (list, tuple)) else (value,)
    return any(isinstance(item, np.ma.MaskedArray) and np.ma.is_masked(item) for item in items)


def _is_listed(value):
    """Whether a list or a tuple of numbers stands in an array's place."""
    if not isinstance(value, (list, tuple)):
        return False
    if any(isinstance(item, (list, tuple)) for item in value):
        return True
    return bool(value) and all(isinstance(item, (bool, int, float, np.generic)) for item in value)


def _overwrites(kept, returned, value):
    """Whether an earlier result has changed since it was returned, and keep this one."""
    changed = any(
        isinstance(now, np.ndarray) and now.tobytes() != before
        for result, contents in kept
        for now, before in zip(_parts_of(result), contents, strict=False)
    )
    if isinstance(value, (np.ndarray, tuple)):
        parts = _parts_of(returned)
        if sum(np.size(part) for part in parts if isinstance(part, np.ndarray)) <= KEPT_LIMIT:
            kept.append(
                (
                    returned,
                    [part.tobytes() if isinstance(part, np.ndarray) else b"" for part in parts],
                )
            )
    return changed


def _parts_of(returned):
    return returned if isinstance(returned, (list, tuple)) else (returned,)


def _fresh(argument):
    if isinstance(argument, Seed):
        return np.random.default_rng(argument.value)
    if isinstance(argument, np.ndarray):
        return argument.copy(order="K")
    return copy.copy(argument)


def _changed(given, used):
    if not isinstance(given, np.ndarray):
        return False
    return (
        used.shape != given.shape or used.dtype != given.dtype or used.tobytes() != given.tobytes()
    )


def _type_name(error):
    """Return the exception's type, or ValueError for any type derived from it."""
    return "ValueError" if isinstance(error, ValueError) else type(error).__name__


def _text_of(error):
    """Return an exception's text, with the name that was meant in place of an unknown one."""
    try:
        text, meant = " ".join(str(error)[:MESSAGE_LIMIT].split()), meant_by(error)
        if meant and "Did you mean" not in text:
            text += f". Did you mean: '{meant}'?"
        return text[:MESSAGE_LIMIT]  # a verdict has lines of its own
    except Exception:
        return ""
