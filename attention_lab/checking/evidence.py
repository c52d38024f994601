"""Show a wrong answer's mistake in one short line: a shape, sums of rows, a line of code, a place.

Only `where_wrong` shows an expected number, and the instant check alone asks for it.
"""

import numpy as np

from .comparing import close, fits
from .describing.forms import see_form
from .describing.seeing import axis_of, first_failure, is_weights, parts

DIGITS = 4
MOST_DIGITS = 17
DIGITS_OF_SUMS = (3, 4, 5)


def evidence_of(spec, cases, outcomes, passed, reveal):
    """Return a short line that shows the mistake: shapes, sums of rows, or a place if revealed."""
    if all(passed):
        return ""
    case, call, got, expected, tolerances = first_failure(cases, outcomes, passed)
    if got is not None and got.kind == "raised":
        return got.line
    if got is None or got.kind != "value" or expected.kind != "value":
        return ""
    if see_form(spec, case, got, expected.value):
        return ""
    for place, (name, mine, wanted) in enumerate(parts(spec, got.value, expected.value)):
        if fits(place, mine, wanted, tolerances):
            continue
        if mine.shape != wanted.shape:
            return f"{name}: shape {mine.shape}, expected {wanted.shape}"
        if (mine.dtype == bool) != (wanted.dtype == bool):
            return f"{name}: {mine.dtype}, expected {wanted.dtype}"
        if is_weights(spec, name) and "masked" not in got.notes:
            axis = axis_of(call)
            sums, right = (array.sum(axis=axis).reshape(-1) for array in (mine, wanted))
            if not close(sums, right, (1e-4, 1e-4)):
                what = "of your rows" if axis == -1 else f"along axis {axis}"
                return f"sums {what}: {_some(sums, right)}"
        return where_wrong(name, mine, wanted, tolerances) if reveal else ""
    return ""


def where_wrong(name, mine, wanted, tolerances):
    """Return the first place where two arrays of one shape differ, with both numbers."""
    gap = np.abs(mine.astype(float) - wanted.astype(float))
    wrong = ~(gap <= tolerances.absolute + tolerances.relative * np.abs(wanted.astype(float)))
    wrong = wrong if wrong.any() else (wanted == 0) & (mine != 0)
    where = np.argwhere(wrong)[0].tolist() if mine.ndim else []
    at = f"[{', '.join(map(str, where))}]" if where else ""
    yours, expected = told_apart(mine[tuple(where)], wanted[tuple(where)])
    return f"{name}{at}: yours {yours}, expected {expected}"


def told_apart(one, other):
    """Return two numbers as texts, with as many digits as it takes to see that they differ."""
    if one.dtype == bool:
        return str(one), str(other)
    for digits in range(DIGITS, MOST_DIGITS + 1):
        texts = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if texts[0] != texts[1]:
            break
    return texts


def _some(numbers, others, count=6):
    """Return some numbers as text, with as many digits as it takes to tell one from the others."""
    for digits in DIGITS_OF_SUMS:
        texts, right = ([f"{n:.{digits}g}" for n in many[:count]] for many in (numbers, others))
        if texts != right:
            break
    return "  ".join(texts) + ("  …" if len(numbers) > count else "")
