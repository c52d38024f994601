"""The Python half of "your code is the widget": arrays in, the learner's results out, in JSON."""

import math
import os
import time

import numpy as np

from attention_lab.checking import stored
from attention_lab.checking.calls import Call, Foreign, parameters_of, run_call
from attention_lab.checking.panel import BOOK
from attention_lab.checking.verdict import judge

SIZE_LIMIT = 20_000
PATIENCE = 4  # seconds of checking, after which a slow function goes unchecked


def decode(spec):
    """Return what the page sent as an argument: an array, a number or None.

    An array is ``{"dtype": "float64", "shape": [2, 3], "data": [six numbers]}``.
    """
    if isinstance(spec, dict):
        return np.array(spec["data"], dtype=spec["dtype"]).reshape(spec["shape"])
    return spec


def encode(array):
    """Return an array as its shape, a flat list, and whether it holds truths or single precision.

    JSON has no NaN and no infinity: words.
    """
    numbers = np.asarray(array, dtype=float)
    flat = [x if math.isfinite(x) else str(x) for x in numbers.ravel().tolist()]
    dtype = np.asarray(array).dtype
    single = dtype.kind == "f" and dtype.itemsize < 8
    return {
        "shape": list(numbers.shape),
        "data": flat,
        "truths": dtype.kind == "b",
        "single": single,
    }


def answer_call(function, call, prepare=lambda name, args, kwargs: (args, kwargs)):
    """Call the learner's function and return the outcome in the form the page reads.

    Parameters
    ----------
    function : callable
        The learner's function. It gets copies; what it raises or prints stops nothing.
    call : dict
        ``{"function": name, "args": [...], "kwargs": {...}}`` with arguments for `decode`.
    prepare : callable
        Takes name, list of arguments and keyword arguments; returns the arguments to use.

    Returns
    -------
    dict
        With "function", "kind", "values" (a list of what `encode` returns), "several" (whether it
        was a tuple or a list of arrays), "foreign" (the type of a result that is no array, or
        None), "error", "message", "line" and "mutated".
    """
    name = call["function"]
    args = [decode(spec) for spec in call.get("args", [])]
    kwargs = {key: decode(spec) for key, spec in call.get("kwargs", {}).items()}
    args, kwargs = prepare(name, args, kwargs)
    outcome = run_call(function, Call(tuple(args), dict(kwargs)))
    values, foreign = _values(outcome)
    return {
        "function": name,
        "kind": outcome.kind,
        "values": values,
        "several": isinstance(outcome.value, tuple),
        "foreign": foreign,
        "error": outcome.error,
        "message": outcome.message,
        "line": outcome.line,
        "mutated": [_argument(function, key) for key in outcome.mutated],
    }


def _values(outcome):
    """Return the arrays of an outcome, and the type of whatever is no array of numbers."""
    if outcome.kind != "value":
        return [], None
    value = outcome.value
    if value is None:
        return [], "NoneType"
    if isinstance(value, Foreign):
        return [], value.type_name
    arrays = [np.asarray(item) for item in (value if isinstance(value, tuple) else (value,))]
    for array in arrays:
        if array.dtype.kind not in "biuf":
            return [], f"array of {array.dtype}"
        if array.size > SIZE_LIMIT:
            return [], f"array of {array.size} numbers"
    return [encode(array) for array in arrays], None


def _argument(function, key):
    """Return the name of an argument, as the function's first line has it."""
    if isinstance(key, str):
        return key
    names = parameters_of(function)
    return names[key] if key < len(names) else f"argument {key + 1}"


class Diagnosis:
    """What the instant check says about a function, asked for once."""

    def __init__(self, function, name):
        self._function = function
        self._name = name
        self.made = False
        self._verdict = None

    def verdict(self):
        """Return the verdict as a dict; for a slow function what it takes; None without checks."""
        if not self.made:
            self.made = True
            self._verdict = self._diagnose()
        return self._verdict

    def _diagnose(self):
        try:
            spec, cases = stored.load(self._name)
        except (FileNotFoundError, KeyError):
            return None
        outcomes, kept = [], []
        began = time.monotonic()
        for case in cases:
            outcomes.append([run_call(self._function, call, kept) for call in case.calls])
            taken = time.monotonic() - began
            if taken > PATIENCE:
                return {"slow": taken / sum(map(len, outcomes))}
        verdict = judge(spec, cases, outcomes, own=parameters_of(self._function))
        return {
            "passed": bool(verdict.passed),
            "misconception": verdict.misconception,
            "message": " ".join(filter(None, (verdict.message, verdict.see))),
            "link": _address(verdict.link),
        }


def _address(link):
    """Return the address of a page of the book, or None if there is no page or no address."""
    base = os.environ.get(BOOK)
    if not link or base is None:
        return None
    return base + ("" if not base or base.endswith("/") else "/") + link
