"""Chapter 3: dot_product_scores and cosine_scores."""

import numpy as np

from .record import Case, FunctionCheck, call, integers, numbers, single, variants
from .steps.anything import anywhere
from .steps.scorings import SCORES, dots, transposed, unit

CHAPTER = "03-scoring"
EXAMPLE = (np.array([[1, 2], [3, 4]]), np.array([[1, 0], [2, 1], [0, 3]]))


def vectors(rng, *batch, n_q, n_k, d_k, draw=numbers):
    """Draw queries and keys."""
    return draw(rng, *batch, n_q, d_k), draw(rng, *batch, n_k, d_k)


def score_cases(rng, spread=60.0, draw=vectors):
    """Draw the cases that every function of (Q, K) shares, the ordinary one first.

    `draw` is `vectors` or takes the same arguments.
    """
    large = [array * spread for array in draw(rng, n_q=3, n_k=4, d_k=2)]
    return [
        Case(
            "ordinary",
            "on a few queries and keys",
            1,
            (
                call(*draw(rng, n_q=4, n_k=5, d_k=3)),
                call(*draw(rng, n_q=2, n_k=3, d_k=6)),
                call(*draw(rng, n_q=5, n_k=3, d_k=2)),
            ),
            basic=True,
        ),
        Case(
            "square",
            "when there are as many queries as keys",
            1,
            (call(*draw(rng, n_q=4, n_k=4, d_k=3)), call(*draw(rng, n_q=3, n_k=3, d_k=5))),
        ),
        Case(
            "all-alike",
            "when n_k and d_k are equal",
            1,
            (call(*draw(rng, n_q=3, n_k=3, d_k=3)), call(*draw(rng, n_q=2, n_k=4, d_k=4))),
        ),
        Case(
            "batch",
            "when there is a batch axis",
            2,
            (call(*draw(rng, 2, n_q=4, n_k=5, d_k=3)),),
        ),
        Case(
            "two-batch",
            "when there are two batch axes",
            1,
            (call(*draw(rng, 2, 3, n_q=4, n_k=2, d_k=5)),),
        ),
        Case(
            "batch-alike",
            "when the batch is as large as n_k and d_k",
            1,
            (
                call(*draw(rng, 3, n_q=3, n_k=3, d_k=3)),
                call(*draw(rng, 3, n_q=4, n_k=3, d_k=3)),
            ),
        ),
        Case(
            "single",
            "when n_q, n_k or d_k is 1",
            1,
            (
                call(*draw(rng, n_q=1, n_k=4, d_k=3)),
                call(*draw(rng, n_q=4, n_k=1, d_k=3)),
                call(*draw(rng, n_q=3, n_k=4, d_k=1)),
            ),
        ),
        Case("large", "when scores are large", 1, (call(*large),)),
        Case(
            "float32",
            "on float32 numbers",
            1,
            (call(*single(*draw(rng, n_q=4, n_k=5, d_k=3))),),
        ),
        Case(
            "integers",
            "on whole numbers",
            1,
            (call(*draw(rng, n_q=4, n_k=5, d_k=3, draw=integers)),),
        ),
    ]


def scaled(power):
    """Return scores divided by a power of d_k."""
    return lambda Q, K: dots(Q, K) / Q.shape[-1] ** power


DOT_PRODUCT_SCORES = FunctionCheck(
    "dot_product_scores",
    CHAPTER,
    "3.1",
    2,
    score_cases,
    (
        *(entry for slug, wrongs in SCORES.items() for entry in variants(slug, *wrongs)),
        *variants("scales-too-early", scaled(0.5), scaled(1)),
        *variants(
            "ignores-sign", lambda Q, K: np.abs(dots(Q, K)), lambda Q, K: np.maximum(dots(Q, K), 0)
        ),
        *anywhere("dot_product_scores", EXAMPLE, divides=False, positions=(0, 1)),
    ),
)


def arrows(rng, *batch, n_q, n_k, d_k, draw=numbers):
    """Draw queries and keys that are neither short nor long.

    Between 3.3 and 4.5, no length is on the brink of what a small number added to it changes.
    """
    if draw is integers:
        return tuple(rng.choice([-4, -3, 3, 4], size=(*batch, n, d_k)) for n in (n_q, n_k))
    pair = vectors(rng, *batch, n_q=n_q, n_k=n_k, d_k=d_k)
    return tuple(
        unit(array + (array == 0)) * rng.uniform(3.3, 4.5, (*array.shape[:-1], 1)) for array in pair
    )


def emptied(array, *places):
    """Return a copy whose vectors at these places are all zeros."""
    copied = array.copy()
    for place in places:
        copied[place] = 0
    return copied


def cosine_cases(rng):
    """Draw the cases of `cosine_scores`."""
    Q, K = arrows(rng, n_q=3, n_k=4, d_k=5)
    batch_Q, batch_K = arrows(rng, 2, n_q=3, n_k=4, d_k=2)
    whole_Q, whole_K = arrows(rng, n_q=3, n_k=4, d_k=3, draw=integers)
    return [
        *score_cases(rng, spread=2000.0, draw=arrows),
        Case("zero-query", "when a query is all zeros", 1, (call(emptied(Q, 1), K),)),
        Case("zero-key", "when a key is all zeros", 1, (call(Q, emptied(K, 2)),)),
        Case(
            "zeros",
            "when a query and a key are all zeros",
            1,
            (
                call(emptied(Q, 0, 2), emptied(K, 3)),
                call(np.zeros((1, 3)), np.zeros((2, 3))),
                call(*single(emptied(Q, 1), emptied(K, 2))),
            ),
        ),
        Case(
            "zero-batch",
            "when a batch holds vectors of zeros",
            1,
            (call(emptied(batch_Q, (1, 0)), emptied(batch_K, (0, 2))),),
        ),
        Case(
            "zero-integers",
            "when there are vectors of whole zeros",
            1,
            (call(emptied(whole_Q, 0), emptied(whole_K, 1)),),
        ),
        Case(
            "short",
            "when vectors are very short",
            1,
            (
                call(unit(Q) * 1e-3, K),
                call(Q, unit(K) * 1e-3),
                call(unit(Q) * 2.2e-3, unit(K) * 2.2e-3),
            ),
        ),
        Case(
            "same-direction",
            "when a query and a key point the same way, or opposite ways",
            1,
            (call(Q, np.concatenate([Q * 2, -Q])),),
        ),
    ]


def lengths(array, **options):
    """Return the vectors' lengths with their axis kept."""
    return np.linalg.norm(array, axis=-1, keepdims=True, **options)


def of_queries(Q, K):
    """Return the lengths of the queries, a column."""
    return lengths(Q)


def of_keys(Q, K):
    """Return the lengths of the keys, a row."""
    return transposed(lengths(K))


def filled(values):
    """Return 1 where there is 0, to divide by."""
    return np.where(values == 0, 1, values)


def divided(divisor):
    """Return a cosine that divides the dot products by something else."""
    return lambda Q, K: dots(Q, K) / filled(divisor(Q, K))


def guarded(scoring):
    """Return a wrong scoring of unit vectors."""
    return lambda Q, K: scoring(unit(Q), unit(K))


def other_axis(axis):
    """Return a cosine whose lengths run along another axis."""

    def one(array):
        return array / filled(np.linalg.norm(array, axis=axis, keepdims=True))

    return lambda Q, K: dots(one(Q), one(K))


def whole_lengths(Q, K):
    """Return the length of all numbers together."""
    return np.linalg.norm(Q) * np.linalg.norm(K)


def batch_lengths(Q, K):
    """Return one length for each part of the batch."""
    both = [np.sqrt((array**2).sum(axis=(-1, -2), keepdims=True)) for array in (Q, K)]
    return both[0] * both[1]


def lined_up(Q, K):
    """Return the products of the lengths of queries and keys at the same place."""
    return np.linalg.norm(Q, axis=-1) * np.linalg.norm(K, axis=-1)


def divided_where_zero(array):
    """Return the vectors divided by their length only where it is 0."""
    return array / np.where(lengths(array) == 0, 0, 1)


def zero_division(Q, K):
    """Divide without looking."""
    return dots(Q / lengths(Q), K / lengths(K))


def zero_division_one_side(side):
    """Return a cosine that guards one of the two divisions."""
    return lambda Q, K: dots(
        *(array / lengths(array) if i == side else unit(array) for i, array in enumerate((Q, K)))
    )


def without_keepdims(Q, K):
    """Divide by lengths that lie along the columns."""
    return dots(*(array / filled(np.linalg.norm(array, axis=-1)) for array in (Q, K)))


def added(epsilon):
    """Return a cosine that adds a number to what it divides by."""
    return lambda Q, K: dots(Q, K) / (lengths(Q) * transposed(lengths(K)) + epsilon)


def added_to_each(epsilon):
    """Return a cosine that adds a number to every length."""
    return lambda Q, K: dots(*(array / (lengths(array) + epsilon) for array in (Q, K)))


def floored(least):
    """Return a cosine that takes no length below `least`."""
    return lambda Q, K: dots(*(array / np.maximum(lengths(array), least) for array in (Q, K)))


def into_the_vectors(Q, K):
    """Divide in place."""
    if Q.dtype.kind == "i":
        return dots(unit(Q), unit(K))
    Q /= filled(lengths(Q))
    K /= filled(lengths(K))
    return dots(Q, K)


EPSILONS = (1, 0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)

COSINE_SCORES = FunctionCheck(
    "cosine_scores",
    CHAPTER,
    "3.2",
    2,
    cosine_cases,
    (
        *variants(
            "cosine-whole-array-norm",
            divided(whole_lengths),
            divided(batch_lengths),
            lambda Q, K: dots(Q, K) / whole_lengths(Q, K),
        ),
        *variants(
            "cosine-zero-division",
            zero_division,
            zero_division_one_side(0),
            zero_division_one_side(1),
        ),
        *variants("lengths-missing", dots),
        *variants(
            "one-length-missing",
            lambda Q, K: dots(unit(Q), K),
            lambda Q, K: dots(Q, unit(K)),
            lambda Q, K: dots(unit(Q), divided_where_zero(K)),
            lambda Q, K: dots(divided_where_zero(Q), unit(K)),
        ),
        *variants(
            "squared-lengths", divided(lambda Q, K: lengths(Q) ** 2 * transposed(lengths(K)) ** 2)
        ),
        *variants(
            "one-length-multiplied",
            *(
                wrong
                for below, above in ((of_queries, of_keys), (of_keys, of_queries))
                for wrong in (
                    lambda Q, K, below=below, above=above: (
                        dots(Q, K) / filled(below(Q, K)) * above(Q, K)
                    ),
                    lambda Q, K, below=below, above=above: dots(Q, K) / below(Q, K) * above(Q, K),
                )
            ),
        ),
        *variants("lengths-added", divided(lambda Q, K: lengths(Q) + transposed(lengths(K)))),
        *variants(
            "lengths-multiplied", lambda Q, K: dots(Q, K) * lengths(Q) * transposed(lengths(K))
        ),
        *variants("norm-wrong-axis", other_axis(-2), other_axis(0)),
        *variants(
            "keepdims-missing-on-norm",
            without_keepdims,
            divided(lined_up),
            lambda Q, K: dots(Q, K) / lined_up(Q, K),
        ),
        *variants(
            "other-length",
            divided(lambda Q, K: lengths(Q, ord=1) * transposed(lengths(K, ord=1))),
            divided(lambda Q, K: lengths(Q, ord=np.inf) * transposed(lengths(K, ord=np.inf))),
        ),
        *variants(
            "epsilon-too-large",
            *(make(size) for size in EPSILONS for make in (added, added_to_each)),
            *(added(size) for size in (1e-7, 1e-8, 1e-9, 1e-10)),
            added_to_each(1e-7),
            *(floored(size) for size in EPSILONS[:3]),
        ),
        *variants("scale-for-length", scaled(0.5), scaled(1)),
        *variants(
            "ignores-sign",
            lambda Q, K: np.abs(dots(unit(Q), unit(K))),
            lambda Q, K: np.maximum(dots(unit(Q), unit(K)), 0),
            lambda Q, K: dots(unit(Q), unit(K)) ** 2,
        ),
        *variants("distance-for-similarity", lambda Q, K: 1 - dots(unit(Q), unit(K))),
        *variants(
            "angle-for-cosine", lambda Q, K: np.arccos(np.clip(dots(unit(Q), unit(K)), -1, 1))
        ),
        *(
            entry
            for slug, wrongs in SCORES.items()
            if slug != "normalises-vectors"
            for entry in variants(slug, *map(guarded, wrongs))
        ),
        *variants("mutates-input", into_the_vectors),
        *anywhere("cosine_scores", EXAMPLE, positions=()),
    ),
)

CHECKS = (DOT_PRODUCT_SCORES, COSINE_SCORES)
