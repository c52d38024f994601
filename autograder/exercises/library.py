"""Chapter 1: hard_lookup and blend."""

import numpy as np

from .record import Case, FunctionCheck, call, integers, mixed, numbers, single, variants
from .small import SMALL
from .steps.anything import anywhere
from .steps.lookups import BLEND, LOOKUP

CHAPTER = "01-library"


def shelf(rng, n, d_k, d_v, draw=numbers):
    """Draw a query, keys and values; of four keys or more one alone is best, above 0, inside."""
    query, values = draw(rng, d_k), draw(rng, n, d_v)
    while True:
        keys = draw(rng, n, d_k)
        scores = keys @ query
        best = np.argmax(scores)
        alone = scores[best] > 0 and np.sum(scores == scores[best]) == 1
        if n < 4 or (alone and 0 < best < n - 1):
            return query, keys, values


def halves(rng, *shape):
    """Draw halves, which keep their order when they are doubled into whole numbers."""
    return integers(rng, *shape, low=-5, high=5) / 2


def close_at_the_top(rng):
    """Draw a shelf whose best two scores are near 9,000 and half a unit apart."""
    query, keys, values = shelf(rng, 6, 3, 4)
    keys[:, 0] = np.arange(6) % 3
    query[0], keys[1, 1:] = 4500, keys[0, 1:]
    best, second = 5, 2  # so that a tie would be decided for the wrong one
    keys[best], keys[second] = [2, 1, 0], [2, 1, 0]
    query[1], query[2], keys[best, 2] = 1, 0.5, 1
    return query, keys, values


def telling_shelf(rng, n, d_k, d_v, strictly=False):
    """Draw a shelf where no other way to choose chooses the best key, nor strictly the second."""
    while True:
        query, values = numbers(rng, d_k), numbers(rng, n, d_v)
        many = numbers(rng, 50, n, d_k)
        found = many[telling(query, many, strictly)]
        if len(found):
            return query, found[0], values


def telling(query, keys, strictly):
    """Say which of many sets of keys tell the largest dot product from all else.

    The best score is above zero, but not the one of the largest size. Its key is not at an end, not
    the nearest one, not the one with the best direction; it is not the best without the query, in
    the first half of the numbers or by one product. A later score rises again. Strictly, the second
    best key is none of these either.
    """
    products = keys * query
    scores = products.sum(axis=-1)
    order = np.argsort(scores, axis=-1)
    second, best = order[:, -2], order[:, -1]
    others = (
        np.abs(scores),
        -np.linalg.norm(keys - query, axis=-1),
        scores / (np.linalg.norm(keys, axis=-1) + 1e-9),
        keys.sum(axis=-1),
        products.max(axis=-1),
        products[..., : (len(query) + 1) // 2].sum(axis=-1),
    )
    top = scores.max(axis=-1, keepdims=True)
    fine = (best > 0) & (best < keys.shape[1] - 1)
    fine &= (top[:, 0] > 0) & ((scores == top).sum(axis=-1) == 1)
    for other in others:
        chosen = other.argmax(axis=-1)
        fine &= chosen != best
        if strictly:
            fine &= chosen != second
    later = np.arange(keys.shape[1] - 1) >= best[:, np.newaxis]
    return fine & ((np.diff(scores, axis=-1) > 0) & later).any(axis=-1)


def tied(rng, n, first, *others):
    """Draw a shelf where the keys at `first` and `others` have the largest score, all the same."""
    query, values = integers(rng, 4, low=1).astype(float), numbers(rng, n, 3)
    keys = integers(rng, n, 4, high=2).astype(float)
    keys[[first, *others]] = 3
    keys[others[-1]] += np.array([1, -1, 0, 0]) * query[[1, 0, 2, 3]]
    return query, keys, values


def lowered(query, keys, values, factor=1):
    """Return a shelf with the same ties whose scores are all below zero, some times as large."""
    return query, (keys - 10) * factor, values * 4


def at_an_end(rng, position):
    """Draw a shelf whose best key is the first (0) or the last (-1)."""
    query, keys, values = shelf(rng, 6, 3, 4)
    best = np.argmax(keys @ query)
    keys[[position, best]] = keys[[best, position]]
    return query, keys, values


def below_zero(rng, size=1):
    """Draw a shelf where every score is below minus `size`, and the best key is not at an end."""
    while True:
        query, keys, values = shelf(rng, 6, 3, 5)
        keys = np.where((keys @ query > 0)[:, np.newaxis], -keys, keys)
        scores = keys @ query
        best = np.argmax(scores)
        if scores[best] < -size and 0 < best < 5 and np.sum(scores == scores[best]) == 1:
            return query, keys, values


def far_below_zero(rng):
    """Draw such a shelf whose scores lie between -9,000 and -1,000."""
    while True:
        query, keys, values = below_zero(rng)
        query = query * np.floor(9000 / -np.min(keys @ query))
        if np.max(keys @ query) < -1000:
            return query, keys, values


def hard_lookup_cases(rng):
    """Draw the cases of `hard_lookup`."""
    whole = shelf(rng, 6, 4, 3, draw=integers)
    return [
        Case(
            "ordinary",
            "on a shelf of a few books",
            1,
            (
                *(call(*telling_shelf(rng, 8, 3, 4, strictly=i < 2)) for i in range(5)),
                *(call(*telling_shelf(rng, 7, 4, 2)) for _ in range(5)),
            ),
            basic=True,
        ),
        Case(
            "tie",
            "when several keys match equally well",
            2,
            (
                call(*tied(rng, 5, 1, 3)),
                call(*tied(rng, 6, 0, 2, 5)),
                call(*tied(rng, 4, 2, 3)),
                call(*single(*lowered(*tied(rng, 5, 1, 2)))),
                call(*(array.astype(int) for array in lowered(*tied(rng, 5, 2, 3), 300))),
                call(*tied(rng, 40, *range(5, 40, 3))),
            ),
        ),
        Case(
            "ends",
            "when the best key is the first or the last one",
            1,
            (call(*at_an_end(rng, 0)), call(*at_an_end(rng, -1))),
        ),
        Case(
            "negative",
            "when every score is below zero",
            1,
            (call(*below_zero(rng)), call(*far_below_zero(rng))),
        ),
        Case(
            "square",
            "when there are as many books as numbers in a row",
            1,
            tuple(call(*shelf(rng, 5, 5, 5)) for _ in range(3)),
        ),
        Case("one-key", "when there is one book", 1, (call(*shelf(rng, 1, 3, 4)),)),
        Case(
            "narrow",
            "when keys and values are one number long",
            1,
            (
                call(
                    np.array([-1.5]),
                    np.array([[1.0], [-2.0], [0.5]]),
                    np.array([[3.0], [-1.0], [2.0]]),
                ),
            ),
        ),
        Case(
            "large",
            "when scores are large",
            1,
            (
                call(*(array * 50 for array in shelf(rng, 5, 3, 4))),
                call(*single(*(array * 50 for array in shelf(rng, 5, 3, 4)))),
                call(*(array * 50 for array in shelf(rng, 5, 4, 3, draw=integers))),
                call(*close_at_the_top(rng)),
            ),
        ),
        Case("float32", "on float32 numbers", 1, (call(*single(*shelf(rng, 5, 3, 4))),)),
        Case("integers", "on whole numbers", 1, (call(*whole),)),
        Case(
            "mixed",
            "when whole numbers and fractions meet",
            0.5,
            tuple(call(*arrays) for arrays in mixed(*shelf(rng, 5, 3, 4, draw=halves))),
        ),
    ]


def into_the_keys(query, keys, values):
    """Multiply the keys in place."""
    keys *= query
    return values[np.argmax(keys.sum(axis=1))]


EXAMPLE = (np.array([1, 2]), np.array([[2, 1], [1, 3]]), np.array([[10, 20], [30, 40]]))

HARD_LOOKUP = FunctionCheck(
    name="hard_lookup",
    chapter=CHAPTER,
    number="1.1",
    points=2,
    cases=hard_lookup_cases,
    steps=LOOKUP,
    others=(
        *variants("mutates-input", into_the_keys, by="changes"),
        *anywhere("hard_lookup", EXAMPLE, axes=None, divides=False, positions=(0, 1, 2), whole=2),
    ),
    section="hard-lookup",
    small=SMALL["hard_lookup"],
    sections={"ties": ["tie"]},
    ideas={
        "index": "A position is a whole number, and a score is not: ask where the largest one "
        "stands."
    },
)


def parts_of_one(rng, *shape):
    """Draw positive weights in sixteenths, each row adding up to 1."""
    rows = int(np.prod(shape[:-1], dtype=int))
    drawn = rng.multinomial(16 - shape[-1], np.ones(shape[-1]) / shape[-1], size=rows) + 1
    return drawn.reshape(shape) / 16


def uneven(rng, n):
    """Draw positive weights that add up to 1, no two the same."""
    while True:
        weights = parts_of_one(rng, n)
        if len(np.unique(weights)) == n:
            return weights


def blend_cases(rng):
    """Draw the cases of `blend`."""
    return [
        Case(
            "ordinary",
            "on one row of weights that adds up to 1",
            1,
            (call(uneven(rng, 4), numbers(rng, 4, 3)), call(uneven(rng, 3), numbers(rng, 3, 5))),
            basic=True,
        ),
        Case(
            "not-one",
            "when the weights do not add up to 1",
            2,
            (
                call(parts_of_one(rng, 4) * 3, numbers(rng, 4, 3)),
                call(parts_of_one(rng, 4) / 2, numbers(rng, 4, 3)),
                call(np.zeros(4), numbers(rng, 4, 3)),
            ),
        ),
        Case(
            "negative",
            "when a weight is below zero",
            1,
            (call(uneven(rng, 4) * np.array([3, -3, 3, -3]), numbers(rng, 4, 3)),),
        ),
        Case(
            "rows",
            "when there are several rows of weights",
            2,
            (
                call(parts_of_one(rng, 5, 4), numbers(rng, 4, 3)),
                call(parts_of_one(rng, 2, 3), numbers(rng, 3, 5)),
            ),
        ),
        Case(
            "batch",
            "when the weights have three axes",
            1,
            (call(parts_of_one(rng, 2, 5, 4), numbers(rng, 4, 3)),),
        ),
        Case(
            "two-batch",
            "when the weights have four axes",
            1,
            (call(parts_of_one(rng, 3, 2, 5, 4), numbers(rng, 4, 6)),),
        ),
        Case(
            "three-batch",
            "when the weights have five axes",
            0.5,
            (call(parts_of_one(rng, 2, 1, 2, 3, 4), numbers(rng, 4, 2)),),
        ),
        Case(
            "square",
            "when there are as many values as numbers in a row",
            1,
            (
                call(uneven(rng, 4), numbers(rng, 4, 4)),
                call(parts_of_one(rng, 4, 4), numbers(rng, 4, 4)),
            ),
        ),
        Case(
            "one-value",
            "when there is one value, or values are one number long",
            1,
            (
                call(np.array([0.75]), numbers(rng, 1, 3)),
                call(parts_of_one(rng, 2, 4), numbers(rng, 4, 1)),
            ),
        ),
        Case(
            "float32",
            "on float32 numbers",
            1,
            (call(*single(uneven(rng, 4), numbers(rng, 4, 5))),),
        ),
        Case(
            "integers",
            "on whole numbers",
            1,
            (call(integers(rng, 4) + 4, integers(rng, 4, 5)),),
        ),
        Case(
            "mixed",
            "when whole numbers and fractions meet",
            0.5,
            (
                call(uneven(rng, 4), integers(rng, 4, 3)),
                *(call(*arrays) for arrays in mixed(uneven(rng, 4) * 3, numbers(rng, 4, 3))),
            ),
        ),
        Case(
            "rows-together",
            "on several rows in float32 or of whole numbers, some of them negative",
            0.5,
            (
                call(
                    *single(
                        parts_of_one(rng, 2, 3, 4) * np.array([2, -2, 1, 3]), numbers(rng, 4, 3)
                    )
                ),
                call(integers(rng, 2, 3, 4) + np.array([4, -4, 4, 4]), integers(rng, 4, 3)),
            ),
        ),
    ]


CHECKS = (
    HARD_LOOKUP,
    FunctionCheck(
        name="blend",
        chapter=CHAPTER,
        number="1.2",
        points=2,
        cases=blend_cases,
        steps=BLEND,
        others=anywhere(
            "blend",
            (np.array([1, 2]), np.array([[1, 2], [3, 4]])),
            axes=1,
            divides=False,
            positions=(0, 1),
            whole=2,
        ),
        section="blend",
        small=SMALL["blend"],
        sections={"what-weights-mean": ["not-one", "negative"]},
    ),
)
