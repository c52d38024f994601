"""Chapter 3: dot_product_scores and cosine_scores."""

import numpy as np

from .record import Case, FunctionCheck, call, integers, mixed, numbers, single, variants, whole
from .small import SMALL
from .steps.anything import anywhere
from .steps.scorings import COSINES, DOTS, dots, filled, lengths, unit

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
    batch_large = [array * spread for array in draw(rng, 2, n_q=3, n_k=4, d_k=2)]
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
            "three-batch",
            "when there are three batch axes",
            0.5,
            (call(*draw(rng, 2, 1, 3, n_q=4, n_k=2, d_k=5)),),
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
        Case(
            "large",
            "when scores are large",
            1,
            (
                call(*large),
                call(*batch_large),
                call(*single(*large)),
                call(*(whole(array) for array in large)),
            ),
        ),
        Case(
            "float32",
            "on float32 numbers",
            1,
            (
                call(*single(*draw(rng, n_q=4, n_k=5, d_k=3))),
                call(*single(*draw(rng, 2, n_q=4, n_k=5, d_k=3))),
            ),
        ),
        Case(
            "integers",
            "on whole numbers",
            1,
            (
                call(*draw(rng, n_q=4, n_k=5, d_k=3, draw=integers)),
                call(*draw(rng, 2, n_q=4, n_k=5, d_k=3, draw=integers)),
            ),
        ),
        Case(
            "mixed",
            "when whole numbers and fractions meet",
            0.5,
            tuple(call(*arrays) for arrays in mixed(*draw(rng, n_q=4, n_k=5, d_k=3))),
        ),
    ]


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
            (
                call(emptied(batch_Q, (1, 0)), emptied(batch_K, (0, 2))),
                call(*single(emptied(batch_Q, (0, 1)), emptied(batch_K, (1, 3)))),
            ),
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


def into_the_vectors(Q, K):
    """Divide in place."""
    if Q.dtype.kind == "i":
        return dots(unit(Q), unit(K))
    Q /= filled(lengths(Q))
    K /= filled(lengths(K))
    return dots(Q, K)


CHECKS = (
    FunctionCheck(
        name="dot_product_scores",
        chapter=CHAPTER,
        number="3.1",
        points=2,
        cases=score_cases,
        steps=DOTS,
        others=anywhere("dot_product_scores", EXAMPLE, divides=False, positions=(0, 1), whole=2),
        section="score-table",
        small=SMALL["dot_product_scores"],
        sections={"batch-axes": ["batch", "two-batch", "batch-alike"]},
    ),
    FunctionCheck(
        name="cosine_scores",
        chapter=CHAPTER,
        number="3.2",
        points=2,
        cases=cosine_cases,
        steps=COSINES,
        others=(
            *variants("mutates-input", into_the_vectors, by="changes"),
            *anywhere("cosine_scores", EXAMPLE, positions=(), whole=2),
        ),
        section="loud-keys",
        small=SMALL["cosine_scores"],
        sections={
            "batch-axes": ["batch", "two-batch", "batch-alike"],
            "zero-vectors": [
                "zero-query",
                "zero-key",
                "zeros",
                "zero-batch",
                "zero-integers",
                "short",
            ],
        },
    ),
)
