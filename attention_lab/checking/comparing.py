"""Compare outcomes: a learner's with the expected one, or with a misconception's sketch."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .calls import Foreign

PROJECTIONS = 2
SKETCHED = 1 << 15  # numbers: a larger array is known by its shape
KEPT_SIZE = 1 << 12  # numbers: the directions of larger arrays are drawn anew each time
NOTE = 30  # letters of an exception's text that tell one from another
UNEQUAL = (  # how NumPy says which rows cannot meet which columns in a product
    r"\(size (?P<columns>\d+) is different from (?P<rows>\d+)\)"
    r"|(?P<long>\d+) \(dim \d+\) != (?P<high>\d+) \(dim \d+\)"
)


class Tolerance(NamedTuple):
    """How near is near enough.

    `zeros` is the place, among what is returned, of an array whose zeros have to be exact: a
    weight where nothing may be read.
    """

    relative: float
    absolute: float
    zeros: int | None = None


DOUBLE = Tolerance(1e-5, 1e-8)  # the contract's
SINGLE = Tolerance(1e-3, 1e-5)
HUGE_SINGLE = Tolerance(1e-2, 1e-5)  # where scores are huge


def tolerance(call):
    """Return the `Tolerance` for a call, by its least precise array."""
    arrays = [a for a in (*call.args, *call.kwargs.values()) if isinstance(a, np.ndarray)]
    return SINGLE if any(array.dtype == np.float32 for array in arrays) else DOUBLE


def agree(outcome, expected, tolerances):
    """Whether `outcome` is as good as `expected`.

    Parameters
    ----------
    outcome, expected : Outcome
        What was returned and what should have been; `expected` is finite.
    tolerances : Tolerance
        How near they have to be.
    """
    if expected.kind != "value" or outcome.kind != "value":
        return outcome.kind == expected.kind and outcome.error == expected.error
    if isinstance(expected.value, tuple):
        return (
            isinstance(outcome.value, tuple)
            and len(outcome.value) == len(expected.value)
            and all(
                fits(place, got, wanted, tolerances)
                for place, (got, wanted) in enumerate(
                    zip(outcome.value, expected.value, strict=True)
                )
            )
        )
    return fits(0, as_array(outcome.value), expected.value, tolerances)


def fits(place, got, wanted, tolerances):
    """Whether one of the returned arrays, by its place, is as good as the wanted one."""
    return close(got, wanted, tolerances) and not (
        place == tolerances.zeros and got[wanted == 0].any()
    )


def as_array(value):
    """Return a returned value as one array where it is one, a list of rows included."""
    if isinstance(value, tuple) and value and len({item.shape for item in value}) == 1:
        return np.stack(value)
    return value


def close(got, wanted, tolerances):
    """Whether an array has the wanted shape and, within the tolerance, the wanted numbers."""
    # Either may be anything, where two of a learner's answers have to be the same.
    if not isinstance(got, np.ndarray) or not isinstance(wanted, np.ndarray):
        return False
    if got.shape != wanted.shape:
        return False
    if (got.dtype == bool) != (wanted.dtype == bool):
        return False
    if wanted.dtype == bool:
        return bool(np.array_equal(got, wanted))
    relative, absolute, *_ = tolerances
    with np.errstate(all="ignore"):
        wanted = wanted.astype(np.float64)
        gap = np.abs(got.astype(np.float64) - wanted)
        return bool((gap <= absolute + relative * np.abs(wanted)).all())


def telling(outcome):
    """Whether an outcome shows numbers, so that equality with it is no accident."""
    if outcome.kind != "value" or outcome.value is None:
        return False
    arrays = outcome.value if isinstance(outcome.value, tuple) else (outcome.value,)
    return any(
        isinstance(array, np.ndarray) and np.isfinite(array).any() and bool(np.any(array))
        for array in arrays
    )


@dataclass(frozen=True)
class Sketch:
    """An outcome in a few numbers, enough to recognise it again.

    Two arrays with equal sketches are equal but for accidents: the sketch of an array is its
    shape and a few fixed random projections of it.

    Attributes
    ----------
    kind : str
        The outcome's kind, with the error's type or the form of what was returned.
    form : tuple
        For each array its shape and whether it is boolean.
    numbers : tuple
        For each array its projections, and a projection of the places of NaN and infinity.
    sizes : tuple
        For each array the sum of its absolute values, by which the tolerance is measured.
    note : str
        The beginning of an exception's text, without numbers; of a product that does not fit, the
        two lengths.
    """

    kind: str
    form: tuple = ()
    numbers: tuple = ()
    sizes: tuple = ()
    note: str = ""

    def matches(self, other, tolerances):
        """Whether two sketches stem from equal outcomes; `other` may go without sizes."""
        if self.kind != other.kind or self.form != other.form:
            return False
        if len(self.numbers) < len(self.form):  # only shapes are known
            return False
        relative, absolute, *_ = tolerances
        for mine, its, size in zip(self.numbers, other.numbers, self.sizes, strict=True):
            slack = absolute + relative * size
            if not all(abs(a - b) <= slack for a, b in zip(mine, its, strict=True)):
                return False
        return True


def sketch(outcome):
    """Return the `Sketch` of an outcome."""
    if outcome.kind != "value":
        return Sketch(f"{outcome.kind} {outcome.error}", note=_note(outcome.message))
    value = outcome.value
    if value is None:
        return Sketch("value None")
    if isinstance(value, Foreign):
        return Sketch(f"value {value.type_name}")
    arrays = value if isinstance(value, tuple) else (value,)
    form = tuple((array.shape, array.dtype == bool) for array in arrays)
    if sum(array.size for array in arrays) > SKETCHED:
        return Sketch("value too large to compare", form)
    projected = [_project(array) for array in arrays]
    return Sketch(
        f"value {len(arrays) if isinstance(value, tuple) else 'array'}",
        form,
        tuple(numbers for numbers, _ in projected),
        tuple(size for _, size in projected),
    )


def _note(message):
    unequal = re.search(UNEQUAL, message)
    if unequal:
        return " ".join(
            ["product", *filter(None, unequal.group("rows", "long", "columns", "high"))]
        )
    return re.sub(r"\d+", "", message)[:NOTE]


def _project(array):
    """Return an array's projections and its size."""
    flat = array.astype(np.float64).ravel()
    finite = np.isfinite(flat)
    directions = (_directions if flat.size <= KEPT_SIZE else _drawn)(flat.size)
    odd = 0.0
    if not finite.all():
        code = np.where(np.isnan(flat), 1.0, np.where(flat > 0, 2.0, 3.0))
        odd = float(directions[0] @ np.where(finite, 0.0, code))
        flat = np.where(finite, flat, 0.0)
    with np.errstate(all="ignore"):
        return (*(directions @ flat).tolist(), odd), float(np.abs(flat).sum() + abs(odd))


def _drawn(size):
    if size == 1:
        return np.ones((PROJECTIONS, 1))
    return np.random.default_rng(size).uniform(-1, 1, (PROJECTIONS, size))


_directions = lru_cache(maxsize=256)(_drawn)  # 16 MB if all are as large as may be
