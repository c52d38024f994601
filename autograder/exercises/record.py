"""What a check is made of, and helpers that draw inputs.

A `FunctionCheck` says how to make inputs for one function (named cases), what each misconception
would answer, and how many points the function is worth. It holds no expected value: those come
from `solutions`, by the function's name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np

from attention_lab.checking.calls import Call

STEP = 16  # numbers lie midway between sixteenths: none is 0, products are exact, and pack small


@dataclass(frozen=True)
class Case:
    """Some calls that show one thing.

    Attributes
    ----------
    slug : str
        The case's short name, unique within its function.
    words : str
        Completes "It goes wrong …" and "It works …": "when there are more keys than queries".
    weight : float
        Its share of the points that the edges hold (see `attention_lab.checking.verdict`).
    calls : sequence of Call
        At least one.
    basic : bool
        True for the ordinary case: without it there are no points.
    huge : bool
        Whether scores are hundreds apart or more: weights that are 0 because an exponential is too
        small for a float may be tiny instead, and float32 agrees to 1e-2.
    rtol, atol : float, optional
        Tolerances; by default the contract's, from the dtype of the arguments.
    relation : str
        "same": the calls must also return equal values; "different": values that differ.
    """

    slug: str
    words: str
    weight: float
    calls: tuple
    basic: bool = False
    huge: bool = False
    rtol: float | None = None
    atol: float | None = None
    relation: str = ""


@dataclass(frozen=True)
class Misconception:
    """One wrong way to write a function.

    Attributes
    ----------
    slug : str
        Its name in the catalogue. Several entries of a function may share one: variants.
    wrong : callable
        The function as a learner with this misconception would write it.
    by : str
        "values": recognised when it gives the learner's outcomes; "cases": recognised by which
        cases fail, for mistakes that say no more than that (such as "fails on whole numbers");
        "changes", "nothing", "constant", "listed", "overwrites": recognised in any function, when
        an argument is changed, None is returned, one result for whatever is given, a list in place
        of an array, or an array that a later call overwrites.
    line : str
        A pattern, for mistakes that raise an error in the ordinary case: they are recognised only
        where the line that raised it fits.
    """

    slug: str
    wrong: Callable
    by: str = "values"
    line: str = ""


@dataclass(frozen=True, kw_only=True)
class FunctionCheck:
    """The check of one function: all that the course has to know about an exercise.

    Attributes
    ----------
    name : str
        The function's name, in `solutions` and everywhere.
    chapter, number : str
        "05-softmax" and "5.1".
    points : float
        What it is worth.
    cases : callable
        Takes a `numpy.random.Generator`, returns a list of `Case`, the ordinary one first.
    steps : Composition or None
        How the function is put together, with the wrong versions of each step.
    others : tuple of Misconception
        What is no single step.
    section : str
        The label of the section that explains the function.
    sections : dict
        Labels of other sections, each with the cases for which it is the one to read.
    small : sequence of Call
        Calls with numbers that can be followed by hand, for the page "What went wrong?": the first
        that tells a mistake from the right answer is shown there.
    returns : tuple of str
        The names of what is returned, where that is a tuple.
    weights : int or None
        Where attention weights are among what is returned: their place, 0 if they are all.
    ideas : dict
        The exercise's own sentence on the idea behind an error, by its kind. "index": what is
        said of an index that is no whole number.
    """

    name: str
    chapter: str
    number: str
    points: float
    cases: Callable
    section: str
    steps: object = None
    others: tuple = ()
    sections: dict = field(default_factory=dict)
    small: tuple = ()
    returns: tuple = ()
    weights: int | None = None
    ideas: dict = field(default_factory=dict)

    @cached_property
    def misconceptions(self):
        """The catalogue's entries for this function, each a `Misconception`."""
        return (*(self.steps.misconceptions() if self.steps else ()), *self.others)

    def pairs(self):
        """Return (slug, slug, wrong function) for two misconceptions at once."""
        return self.steps.pairs() if self.steps else []


def call(*args, **kwargs):
    """Return a `Call` with these arguments."""
    return Call(args, kwargs)


def numbers(rng, *shape, spread=1.0):
    """Draw a float64 array of about normal numbers, each midway between two sixteenths.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where they come from.
    *shape : int
        The array's shape.
    spread : float
        The standard deviation.
    """
    return (np.floor(rng.standard_normal(shape) * spread * STEP) + 0.5) / STEP


def integers(rng, *shape, low=-3, high=3):
    """Draw an int64 array of whole numbers from `low` to `high`, both included."""
    return rng.integers(low, high, size=shape, endpoint=True)


def single(*arrays):
    """Return float32 copies: one array, or a list of several."""
    copies = [array.astype(np.float32) for array in arrays]
    return copies[0] if len(copies) == 1 else copies


def mixed(*arrays):
    """Return lists of the arrays in several dtypes.

    For any two of them, one list has the first in int64 and the second in float64. Up to three
    arrays leave one in float64 alone; of more, about half are. In the last list float32 meets
    float64.
    """
    count = len(arrays)
    turns = count if count < 4 else 4
    sets = list(combinations(range(turns), max(turns - 1, 1) if count < 4 else 2))
    return [
        *(
            [whole(a) if turn in chosen else a for a, chosen in zip(arrays, sets, strict=False)]
            for turn in range(turns)
        ),
        [single(array) if place % 2 else array for place, array in enumerate(arrays)],
    ]


def whole(array):
    """Return an int64 copy, each number doubled first so that few become 0."""
    return np.rint(2 * array).astype(np.int64)


def variants(slug, *wrongs, by="values", line=""):
    """Return one `Misconception` for each of several wrong ways with the same name."""
    return tuple(Misconception(slug, wrong, by, line) for wrong in wrongs)


def random_mask(rng, *shape):
    """Draw a boolean mask that no mistake can take for another one.

    Every row has a True and a False (if it has two places), every column of three rows or more
    has a True, no two rows of one matrix are equal
    or each other's opposite while that is possible, no matrix equals its transpose, and matrices
    of a batch differ.
    """
    *batch, rows, columns = (1, *shape) if len(shape) == 1 else shape
    count = int(np.prod(batch, dtype=int))
    while True:
        mask = rng.random((count, rows, columns)) < 0.6
        if _telling(mask):
            return mask.reshape(shape)


def _telling(mask):
    """Whether a stack of masks shows every confusion of rows, columns and batch."""
    count, rows, columns = mask.shape
    if columns > 1 and (mask.all(axis=-1).any() or not mask.any(axis=-1).all()):
        return False
    if rows == 1 and columns > 2 and (mask.sum(axis=-1) < 2).any():
        return False
    if rows > 2 and not mask.any(axis=-2).all():
        return False
    if 1 < rows < 2**columns - 2 and any(len(np.unique(one, axis=0)) < rows for one in mask):
        return False
    if rows == columns > 1 and any(np.array_equal(one, one.T) for one in mask):
        return False
    return count == 1 or len(np.unique(mask.reshape(count, -1), axis=0)) == count
