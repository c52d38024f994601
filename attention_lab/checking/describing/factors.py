"""Find the one factor between a result and the wanted one, and whether a dimension explains it."""

import numpy as np

from ..comparing import as_array, close


def common_factor(mine, wanted):
    """Return the one number by which `wanted` is multiplied in `mine`, or None."""
    large = np.abs(wanted) > 1e-6
    if large.sum() < 2 or not close(mine[~large], np.zeros((~large).sum()), (0, 1e-5)):
        return None
    ratios = mine[large] / wanted[large]
    typical = float(np.median(ratios))
    if abs(typical - 1) < 1e-3 or abs(typical) < 1e-9:
        return None
    return typical if close(ratios, np.full(ratios.shape, typical), (1e-4, 0)) else None


def fits_a_dimension(cases, outcomes):
    """Whether the length of one axis, or its root, is the factor in every call that has one."""
    found = None
    for case, got in zip(cases, outcomes, strict=True):
        for call, mine, expected in zip(case.calls, got, case.expected, strict=True):
            factors = _factors(mine, expected)
            if factors:
                fitting = {
                    axis
                    for axis, by in _powers(call)
                    if any(abs(f / by - 1) < 1e-3 for f in factors)
                }
                found = fitting if found is None else found & fitting
    return bool(found)


def _factors(mine, expected):
    """Return the common factors of the arrays that one call returned, without those of 1."""
    if mine.kind != "value" or expected.kind != "value":
        return []
    mine, wanted = mine.value, expected.value
    pairs = zip(mine, wanted, strict=False) if isinstance(wanted, tuple) else [(mine, wanted)]
    return [
        factor
        for one, other in ((as_array(one), other) for one, other in pairs)
        if isinstance(one, np.ndarray) and one.shape == other.shape and np.isfinite(one).all()
        if (factor := common_factor(one, other))
    ]


def _powers(call):
    """Return ((argument, axis from the end, power), number) for each length that a call speaks of.

    Lengths are those of axes, and whole numbers such as the number of heads.
    """
    given = {**dict(enumerate(call.args)), **call.kwargs}
    lengths = {
        (key, axis - value.ndim): length
        for key, value in given.items()
        if isinstance(value, np.ndarray)
        for axis, length in enumerate(value.shape)
    }
    lengths |= {(key, 0): value for key, value in given.items() if isinstance(value, int)}
    return [
        ((*place, power), float(length) ** power)
        for place, length in lengths.items()
        for power in (1, 0.5, -0.5, -1)
        if length > 1
    ]
