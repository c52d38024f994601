"""Say whether an answer does what the name that a check gave it says."""

from functools import cache

import numpy as np
from answers.inputs import fresh

import solutions
from attention_lab.checking.calls import run_call
from autograder.exercises import CHECKS

STATISTICAL = {"dot_product_std"}  # its answers agree within some per cent, not exactly


def rightly_named(slug, name, function):
    """Say whether a misconception explains all that an answer does wrong on fresh inputs.

    One of the misconception's variants has to give the answer's own result wherever that result is
    not the right one. Where the answer is right, it may do better than the misconception, as one
    does that has the mistake in one of its branches only.

    Parameters
    ----------
    slug : str
        The misconception that a check has named.
    name : str
        The function that was asked for.
    function : callable
        The answer that was given.
    """
    given = _outcomes(name, function)
    if slug == "example-hard-coded":
        values = [one for one in given if one.kind == "value"]
        return all(alike(values[0], one, name) for one in values)
    wrong = [
        i
        for i, (one, wanted) in enumerate(zip(given, _right(name), strict=True))
        if one.mutated or not alike(one, wanted, name)
    ]
    return any(all(alike(given[i], its[i], name) for i in wrong) for its in _named(slug, name))


def alike(one, two, name):
    """Say whether two outcomes are the same to a learner: both fail, or the same numbers."""
    if one.kind != "value" or two.kind != "value":
        return one.kind == two.kind
    numbers = [isinstance(outcome.value, (np.ndarray, tuple)) for outcome in (one, two)]
    if not all(numbers):
        return not any(numbers) and one.value == two.value  # None, or foreign and of one type
    arrays = [
        outcome.value if isinstance(outcome.value, tuple) else (outcome.value,)
        for outcome in (one, two)
    ]
    relative = 0.25 if name in STATISTICAL else 1e-3
    return len(arrays[0]) == len(arrays[1]) and all(
        isinstance(a, np.ndarray)
        and isinstance(b, np.ndarray)
        and a.shape == b.shape
        and np.allclose(a, b, rtol=relative, atol=1e-4, equal_nan=True)
        for a, b in zip(*arrays, strict=True)
    )


@cache
def _calls(name):
    return fresh(name, np.random.default_rng(0), count=10 if name in STATISTICAL else 60)


def _outcomes(name, function):
    return [run_call(function, call) for call in _calls(name)]


@cache
def _right(name):
    return _outcomes(name, getattr(solutions, name))


@cache
def _named(slug, name):
    return [_outcomes(name, m.wrong) for m in CHECKS[name].misconceptions if m.slug == slug]
