"""Mistakes that any function can have, made from the reference by wrapping it."""

import numpy as np

import solutions

from ..record import variants

FAILING = "cases"  # recognised by which cases fail, whatever the outcome there
HANDED_BACK = (  # what comes back in place of an error that should be raised
    lambda *_: ValueError("no"),
    lambda *_: ValueError,
    lambda *_: "no",
)


def on_each(function, result):
    """Apply a function to a returned array, or to each of a tuple."""
    if isinstance(result, tuple):
        return tuple(function(array) for array in result)
    return function(result)


def prints(right):
    """Print the result and return nothing."""
    return lambda *args, **kwargs: print(right(*args, **kwargs))


def hard_coded(result):
    """Return the same result for whatever it is given."""
    return lambda *args, **kwargs: result


def overwrites(right, position):
    """Return the right result, but use an argument as scratch paper."""

    def wrong(*args, **kwargs):
        result = on_each(np.array, right(*args, **kwargs))
        args[position][...] = args[position] * 0 + 2
        return result

    return wrong


def truncates(right, position=0):
    """Put the result into an array of an argument's type."""

    def wrong(*args, **kwargs):
        given = (*args, *kwargs.values())
        kind = getattr(given[position], "dtype", np.dtype(float)) if position < len(given) else None
        kind = np.dtype(float) if kind is None else kind
        return on_each(
            lambda array: array.astype(kind) if kind.kind == "i" else array,
            right(*args, **kwargs),
        )

    return wrong


def refuses_integers(right):
    """Divide in place, which NumPy refuses for integers."""

    def wrong(*args, **kwargs):
        if any(isinstance(a, np.ndarray) and a.dtype.kind == "i" for a in args):
            raise TypeError("cannot cast output from float64 to int64")
        return right(*args, **kwargs)

    return wrong


def only_axes(right, allowed):
    """Unpack the shape into as many names as the author had in mind."""

    def wrong(*args, **kwargs):
        if args[0].ndim not in allowed:
            raise ValueError("the shape has another number of values to unpack")
        return right(*args, **kwargs)

    return wrong


def squeezes(right):
    """Drop every axis of length 1."""
    return lambda *args, **kwargs: on_each(np.squeeze, right(*args, **kwargs))


def lists(right):
    """Return lists in place of arrays."""
    return lambda *args, **kwargs: on_each(np.ndarray.tolist, right(*args, **kwargs))


def reuses(right):
    """Write every result of one shape into the same array."""
    kept = {}

    def wrong(*args, **kwargs):
        result = right(*args, **kwargs)
        for place, array in enumerate(result if isinstance(result, tuple) else (result,)):
            kept.setdefault((place, array.shape), np.empty(array.shape))[...] = array
        return (
            tuple(kept[place, array.shape] for place, array in enumerate(result))
            if isinstance(result, tuple)
            else kept[0, result.shape]
        )

    return wrong


def anywhere(name, example, axes=2, divides=True, positions=(0,), whole=0):
    """Return the mistakes that hold for any function.

    Parameters
    ----------
    name : str
        The function's name.
    example : tuple
        Arguments whose result a learner may have written down.
    axes : int, optional
        How many axes the first argument has without batch axes; None for no such mistakes.
    divides : bool
        Whether whole numbers need care.
    positions : tuple of int
        The arguments that a learner might write into.
    whole : int
        How many of the first arguments may be of whole numbers that cut the result's fractions off.
    """
    right = getattr(solutions, name)
    found = [
        *variants("prints-not-returns", prints(right), by="nothing"),
        *variants("example-hard-coded", hard_coded(right(*example)), by="constant"),
    ]
    value = right(*example)
    if isinstance(value, (np.ndarray, tuple)):
        found += variants("list-not-array", lists(right), by="listed")
        if isinstance(value, tuple) or value.dtype != bool:
            found += variants("overwrites-result", reuses(right), by="overwrites")
    for position in positions:
        found += variants("mutates-input", overwrites(right, position), by="changes")
    if divides:
        found += variants("integer-division", refuses_integers(right), by=FAILING)
    if whole:
        wrongs = [truncates(right, place) for place in range(whole)]
        found += variants("integer-division", *wrongs, by=FAILING)
    if axes is not None:
        found += variants("no-batch-axes", only_axes(right, range(axes + 1)), by=FAILING)
        found += variants("one-batch-axis-only", only_axes(right, range(axes + 2)), by=FAILING)
        found += variants("two-batch-axes-only", only_axes(right, range(axes + 3)), by=FAILING)
        found += variants("batch-axis-assumed", only_axes(right, (axes + 1,)), by=FAILING)
        found += variants("squeezes-axes", squeezes(right))
    return tuple(found)
