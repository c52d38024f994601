"""The clauses of the contract, each as a question about the calls that a check draws.

Most ask something of one call: is there an empty row, are all arrays float32? `PAIRS` has two of
these at once, and `TOGETHER` what takes all calls of a function to see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from attention_lab.checking.calls import Outcome

from ..exercises.record import Case

LARGE = 1000.0  # a score of this size
FAR = 16.0  # a temperature this many times above or below 1
SHORT = 0.1  # a vector of this length
KINDS = ("float64", "float32", "int64")


@dataclass(frozen=True)
class Asked:
    """One call of a case, with its arguments by name and what the reference answers."""

    case: Case
    core: int | None
    arguments: dict
    said: frozenset
    expected: Outcome

    def __getattr__(self, name):
        """Return an argument by its name, None if the function does not take it."""
        if name.startswith("_"):
            raise AttributeError(name)
        return self.arguments.get(name)

    @cached_property
    def arrays(self):
        """The arrays of numbers by name."""
        return {
            name: value
            for name, value in self.arguments.items()
            if isinstance(value, np.ndarray) and value.dtype != bool
        }

    @cached_property
    def kinds(self):
        """The dtypes of the arrays."""
        return {array.dtype.name for array in self.arrays.values()}

    @property
    def batch_axes(self):
        """The number of batch axes of the first array."""
        return next(iter(self.arrays.values())).ndim - self.core if self.core else 0

    @cached_property
    def scores(self):
        """The scores that the arguments amount to, None where there are none."""
        if "keys" in self.arguments:
            return self.keys.astype(float) @ self.query
        if "x" in self.arguments:
            return self.x
        if "scores" in self.arguments:
            return self.arguments["scores"]
        if "Q" in self.arguments:
            return _scaled(self.Q, self.K)
        if "memory" in self.arguments:
            width = max(self.W_Q.shape[1] // (self.num_heads or 1), 1)
            Q, K = (array.astype(float) @ W for array, W in self.projections)
            heads = [
                _scaled(Q[..., i : i + width], K[..., i : i + width])
                for i in range(0, Q.shape[-1], width)
            ]
            return max(heads, key=lambda scores: np.abs(scores).max())
        return None

    @property
    def projections(self):
        """What is projected to queries and to keys, each with its matrix."""
        return (self.X, self.W_Q), (self.memory, self.W_K)

    @cached_property
    def allowed(self):
        """The mask, broadcast to the scores; None without one."""
        if self.mask is None:
            return None
        shape = np.broadcast_shapes(self.mask.shape, self.scores.shape)
        return np.broadcast_to(self.mask, shape)

    @property
    def empty(self):
        """Whether a query may read nothing."""
        return self.allowed is not None and not self.allowed.any(axis=-1).all()

    @property
    def ordered(self):
        """The scores of `hard_lookup`, largest first."""
        return np.sort(self.scores)[::-1]

    @property
    def lengths(self):
        """The lengths of all queries and keys."""
        return [np.linalg.norm(array, axis=-1) for array in (self.Q, self.K)]


@dataclass(frozen=True)
class Clause:
    """One clause of the contract.

    Attributes
    ----------
    words : str
        What is asked for.
    needs : str
        The parameter without which the clause says nothing; "..." for batch axes, "" for none.
    asks : callable
        Takes an `Asked`; whether it asks for the clause.
    """

    words: str
    needs: str
    asks: Callable


def _scaled(Q, K):
    return Q.astype(float) @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])


def _large(one):
    return one.scores is not None and bool((np.abs(one.scores) > LARGE).any())


def _axis(one):
    return one.arguments.get("axis", -1) % one.x.ndim


def _refused(one):
    return one.expected.kind == "raised"


def _kind(name):
    return Clause(f"all arrays {name}", "array", lambda one: one.kinds == {name})


def _axes(count, kind=""):
    return f"{count} {kind}{'axis' if count == 1 else 'axes'}"


def _batch(count):
    return Clause(_axes(count, "batch "), "..." if count else "", lambda o: o.batch_axes == count)


def _rank(count):
    return Clause(f"a mask of {_axes(count)}", "mask", lambda o: np.ndim(o.mask) == count)


def _empty_rank(count):
    return Clause(
        f"an empty row in a mask of {_axes(count)}",
        "mask",
        lambda o: o.empty and np.ndim(o.mask) == count,
    )


def _far(words, which):
    return Clause(
        f"a temperature far {words} 1 on large scores",
        "temperature",
        lambda o: which(o.temperature) and _large(o),
    )


FLOAT64, FLOAT32, INT64 = map(_kind, KINDS)
BATCH = Clause("a batch", "...", lambda o: o.batch_axes > 0)
EMPTY = Clause("an empty row", "mask", lambda o: o.empty)
MASKED = Clause("a mask", "mask", lambda o: o.mask is not None)
LARGE_SCORES = Clause("large scores", "scores", _large)
OTHER_AXIS = Clause("an axis that is not the last", "axis", lambda o: _axis(o) < o.x.ndim - 1)
BIASED = Clause("a bias", "b", lambda o: o.b is not None)
TIED = Clause("a tie", "query", lambda o: len(o.scores) > 1 and o.ordered[0] == o.ordered[1])
BELOW_ZERO = Clause("all scores below zero", "query", lambda o: o.scores.max() < 0)
ZERO_VECTOR = Clause("a zero vector", "cosine", lambda o: any((n == 0).any() for n in o.lengths))
NOT_ONE = Clause(
    "weights that do not add up to 1", "weights", lambda o: (o.weights.sum(axis=-1) != 1).any()
)
NEGATIVE = Clause("a weight below zero", "weights", lambda o: (o.weights < 0).any())
UNEVEN = Clause("heads that do not come out even", "num_heads", _refused)

CLAUSES = [
    FLOAT64,
    FLOAT32,
    INT64,
    *map(_batch, range(4)),
    Clause("an axis of length 1", "array", lambda o: any(1 in a.shape for a in o.arrays.values())),
    Clause("lengths that are all the same", "array", lambda o: len(_lengths(o)) == 1),
    Clause("the mask left out", "mask=None", lambda o: "mask" not in o.said),
    Clause("a mask said to be None", "mask=None", lambda o: "mask" in o.said and o.mask is None),
    MASKED,
    *map(_rank, (1, 2, 3, 4)),
    Clause("one row of a mask for all queries", "mask", lambda o: _broad(o, -2)),
    Clause("one column of a mask for all keys", "mask", lambda o: _broad(o, -1)),
    Clause(
        "one mask for all matrices of a batch",
        "mask",
        lambda o: o.batch_axes > 0 and np.ndim(o.mask) == 2,
    ),
    Clause("a query that may read everything", "mask", lambda o: _full_row(o)),
    EMPTY,
    *map(_empty_rank, (1, 2, 3, 4)),
    Clause("scores above 1,000", "scores", lambda o: (o.scores > LARGE).any()),
    Clause("scores below -1,000", "scores", lambda o: (o.scores < -LARGE).any()),
    Clause(
        "large scores that are hidden",
        "mask",
        lambda o: o.mask is not None and (np.abs(o.scores)[~o.allowed] > LARGE).any(),
    ),
    Clause(
        "scores of a few hundred, and of no more",
        "softmax",
        lambda o: 100 < np.abs(o.scores).max() <= LARGE,
    ),
    Clause("the axis left out", "axis", lambda o: "axis" not in o.said),
    OTHER_AXIS,
    Clause("an axis counted from the front", "axis", lambda o: o.arguments.get("axis", -1) >= 0),
    Clause("an axis counted from the end", "axis", lambda o: o.arguments.get("axis", 0) < -1),
    _far("below", lambda temperature: 0 < temperature < 1 / FAR),
    _far("above", lambda temperature: temperature > FAR),
    Clause("a temperature of 0", "temperature", lambda o: o.temperature == 0 and _refused(o)),
    Clause("a temperature below 0", "temperature", lambda o: o.temperature < 0 and _refused(o)),
    Clause("the bias left out", "b", lambda o: "b" not in o.said),
    Clause("a bias said to be None", "b", lambda o: "b" in o.said and o.b is None),
    BIASED,
    Clause("a bias with a zero in it", "b", lambda o: o.b is not None and (o.b == 0).any()),
    TIED,
    BELOW_ZERO,
    NOT_ONE,
    NEGATIVE,
    Clause("weights of 0 only", "weights", lambda o: not o.weights.any()),
    Clause(
        "fractional weights on integer values",
        "weights",
        lambda o: o.weights.dtype.kind == "f" and o.arrays["values"].dtype.kind == "i",
    ),
    ZERO_VECTOR,
    Clause(
        "short vectors", "cosine", lambda o: any(((n > 0) & (n < SHORT)).any() for n in o.lengths)
    ),
    Clause("one head", "num_heads", lambda o: o.num_heads == 1),
    Clause("a head for every column", "num_heads", lambda o: o.num_heads == o.X.shape[-1]),
    UNEVEN,
]
DTYPES = (FLOAT32, INT64)
PAIRED = (
    *DTYPES,
    BATCH,
    MASKED,
    EMPTY,
    LARGE_SCORES,
    OTHER_AXIS,
    BIASED,
    TIED,
    BELOW_ZERO,
    NOT_ONE,
    NEGATIVE,
    ZERO_VECTOR,
    UNEVEN,
)


def _lengths(one):
    return {length for array in one.arrays.values() for length in array.shape}


def _broad(one, axis):
    """Whether a mask of two axes or more has length 1 along one, where the scores have not."""
    return (
        np.ndim(one.mask) > 1
        and one.mask.shape[axis] == 1
        and one.scores.shape[axis] > 1
        and one.mask.size > 1
    )


def _full_row(one):
    return one.allowed is not None and bool(one.allowed.all(axis=-1).any())


def both(one, two):
    """Return the clause that asks for two at once."""
    needs = " ".join(dict.fromkeys(f"{one.needs} {two.needs}".split()))
    return Clause(f"{one.words} and {two.words}", needs, lambda o: one.asks(o) and two.asks(o))


PAIRS = [both(*pair) for pair in combinations(PAIRED, 2) if pair != DTYPES]


# Clauses on all calls of a function together: each returns the slugs of the cases that ask.


def _each_beside(kind, other):
    """Return a question: does each array come in one dtype while any other one has another."""

    def asks(calls):
        slugs = []
        names = {name for one in calls for name in one.arrays}
        for name, beside in ((n, m) for n in names for m in names if n != m):
            found = [
                one.case.slug
                for one in calls
                if name in one.arrays
                and beside in one.arrays
                and one.arrays[name].dtype.name == kind
                and one.arrays[beside].dtype.name == other
            ]
            if not found:
                return []
            slugs += found
        return slugs

    return asks


def _some_beside(kind, other):
    return lambda calls: [one.case.slug for one in calls if {kind, other} <= one.kinds]


def _shape_again(calls):
    """Return the cases with two calls of one shape that have different answers."""
    seen, found = {}, []
    for one in calls:
        if one.expected.kind != "value":
            continue
        values = one.expected.value
        values = values if isinstance(values, tuple) else (values,)
        shapes = tuple(value.shape for value in values)
        for before in seen.setdefault(shapes, []):
            if not all(np.array_equal(a, b) for a, b in zip(values, before, strict=True)):
                found.append(one.case.slug)
        seen[shapes].append(values)
    return found


def _different(name):
    return lambda calls: (
        [one.case.slug for one in calls if one.arguments.get(name) is not None]
        if len({one.arguments.get(name) for one in calls} - {None}) > 2
        else []
    )


def _all_cases(calls):
    return [one.case.slug for one in calls]


def _seeds(relation):
    return lambda calls: [one.case.slug for one in calls if one.case.relation == relation]


TOGETHER = [
    ("int64 beside float64, for any two arrays", "arrays", _each_beside("int64", "float64")),
    ("float32 beside float64", "arrays", _some_beside("float32", "float64")),
    ("another number of heads", "num_heads", _different("num_heads")),
    ("the same seed again", "rng", _seeds("same")),
    ("another seed, and another number of samples", "rng", _seeds("different")),
    ("a generator that is advanced", "rng", _all_cases),
    ("arguments that are not changed", "array", _all_cases),
    ("arrays and not lists", "result", _all_cases),
    ("results that a later call does not overwrite", "result", _shape_again),
]
