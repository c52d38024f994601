"""A mistake costs once: whether a function that fails is right in itself.

A learner's function may fail only because an earlier one of its chapter, which it calls, is wrong.
So it is tried again with stand-ins for the earlier functions that fail. There is no right function
on the learner's machine: a stand-in answers from what a right function asked when the checks were
stored, and where it is asked anything else, nothing can be told.
"""

import inspect

import numpy as np

from .calls import Outcome, run_call
from .comparing import Tolerance, sketch
from .verdict import case_passes

SAME = Tolerance(1e-4, 1e-6)  # stored in single precision


class CannotTell(Exception):
    """A stand-in was asked what no right function asks."""


def questions(name, args, kwargs, parameters):
    """Return a question as it is stored: arrays by parameter, and what else was given.

    Parameters
    ----------
    name : str
        The earlier function that is asked.
    args, kwargs
        What it is given.
    parameters : sequence of str
        The names of its parameters.

    Returns
    -------
    (tuple, Sketch)
        The function, its arrays' parameters and its other arguments; the arrays' sketch.
    """
    given = {**dict(zip(parameters, args, strict=False)), **kwargs}
    arrays = {key: np.asarray(one) for key, one in given.items() if np.ndim(one)}
    axes = max((array.ndim for array in arrays.values()), default=1)
    rest = {key: one for key, one in given.items() if key not in arrays and one is not None}
    if "axis" in rest:
        rest["axis"] = int(rest["axis"]) % axes - axes
    plain = tuple(sorted((key, float(one)) for key, one in rest.items() if (key, one) != LAST))
    return (name, tuple(arrays), plain), sketch(Outcome("value", tuple(arrays.values())))


LAST = ("axis", -1)  # the default: said or not, it is the same question


def second_look(function, spec, cases, asks, load):
    """Tell whether a function that fails is right in itself.

    Parameters
    ----------
    function : callable
        The learner's.
    spec, cases
        Its check.
    asks : list
        For each case and call, a dictionary from a question to a list of (sketch, part): what a
        right function asks of earlier ones, and which part of the result is the answer.
    load : callable
        From an earlier function's name in the same chapter to its check; raises KeyError for
        others.

    Returns
    -------
    (list of str, bool or None)
        The earlier functions that it calls and that fail; whether it is right but for them, None
        where that cannot be told.
    """
    space = getattr(function, "__globals__", {})
    called = _names_in(getattr(function, "__code__", None))
    failing = {}
    for name in called:
        try:
            its_spec, its_cases = load(name)
        except KeyError:
            continue
        if callable(space.get(name)) and not _works(space[name], its_cases):
            failing[name] = its_spec
    if not failing:
        return [], None
    own = {name: space[name] for name in failing}
    try:
        right = all(
            case_passes(case, _tried(function, case, asked, failing, space))
            for case, asked in zip(cases, asks, strict=True)
        )
    except CannotTell:
        right = None
    finally:
        space.update(own)
    return list(failing), right


def _tried(function, case, asked, failing, space):
    """Return the outcomes of a case's calls with stand-ins in the place of failing functions."""
    outcomes = []
    for call, expected, known in zip(case.calls, case.expected, asked, strict=True):
        lost = []
        for name, spec in failing.items():
            space[name] = _stand_in(name, spec.parameters, expected, known, lost)
        outcomes.append(run_call(function, call))
        if lost:
            raise CannotTell
    return outcomes


def _stand_in(name, parameters, expected, known, lost):
    """Return a function that answers one call's questions, and notes what it cannot answer."""

    def stand_in(*args, **kwargs):
        question, seen = questions(name, args, kwargs, parameters)
        for stored, part in known.get(question, ()):
            if seen.matches(stored, SAME):
                value = expected.value if part is None else expected.value[part]
                return tuple(map(np.copy, value)) if isinstance(value, tuple) else value.copy()
        lost.append(name)
        raise CannotTell

    return stand_in


def _works(function, cases):
    return all(
        case_passes(case, [run_call(function, call) for call in case.calls]) for case in cases
    )


def _names_in(code):
    """Return the global names that a function's code uses, also in functions within it."""
    if not inspect.iscode(code):
        return []
    inner = [name for one in code.co_consts if inspect.iscode(one) for name in _names_in(one)]
    return list(dict.fromkeys([*code.co_names, *inner]))
