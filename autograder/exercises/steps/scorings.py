"""Scores in steps, and what goes wrong in each: score, divide, finish.

`dot_product_scores`, `scaled_scores` and `cosine_scores` share their wrong scores with attention.
"""

import numpy as np

from ..composing import Composition, merged


def transposed(array):
    """Return the array with its last two axes swapped."""
    return np.swapaxes(array, -1, -2)


def dots(Q, K):
    """Return the right dot products."""
    return Q @ transposed(K)


def swapping(one, two):
    """Return a scoring that swaps these axes of the keys."""
    return lambda Q, K: Q @ np.swapaxes(K, one, two)


def reshaped(Q, K):
    """Refill the keys in reading order."""
    return Q @ K.reshape(*K.shape[:-2], K.shape[-1], K.shape[-2])


def first_of_batch(Q, K):
    """Score the first part of the batch."""
    return Q.reshape(-1, *Q.shape[-2:])[0] @ K.reshape(-1, *K.shape[-2:])[0].T


def same_keys_for_all(Q, K):
    """Score all queries with the first keys of the batch."""
    return Q @ K.reshape(-1, *K.shape[-2:])[0].T


def across_the_batch(Q, K):
    """Score all queries of the batch with all its keys."""
    return Q.reshape(-1, Q.shape[-1]) @ K.reshape(-1, K.shape[-1]).T


def summed_over_batch(Q, K):
    """Add the scores of the batch up."""
    return np.einsum("bid,bjd->ij", *(a.reshape(-1, *a.shape[-2:]) for a in (Q, K)))


def pair_by_pair(Q, K):
    """Take the first axis for the batch."""
    return np.array([q @ k.T for q, k in zip(Q, K, strict=False)])


def unit(vectors):
    """Return the vectors at length 1; a zero vector stays."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(lengths == 0, 1, lengths)


def softmax(scores):
    """Return the softmax of the scores over the last axis."""
    parts = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return parts / parts.sum(axis=-1, keepdims=True)


def query_by_query(Q, K):
    """Loop as far as the shorter sequence goes."""
    scores = np.zeros((*Q.shape[:-1], K.shape[-2]))
    for i in range(min(Q.shape[-2], K.shape[-2])):
        for j in range(min(Q.shape[-2], K.shape[-2])):
            scores[..., i, j] = np.sum(Q[..., i, :] * K[..., j, :], axis=-1)
    return scores


SCORES = {
    "reverses-all-axes": (lambda Q, K: Q @ K.T, swapping(0, -1)),
    "swaps-axes-from-the-front": tuple(swapping(*axes) for axes in [(0, 1), (1, -2)]),
    "np-dot-on-batches": (lambda Q, K: np.dot(Q, transposed(K)),),
    "rows-are-keys": (lambda Q, K: K @ transposed(Q),),
    "elementwise-scores": (
        lambda Q, K: (Q * K).sum(axis=-1),
        lambda Q, K: (Q * K).sum(axis=-1, keepdims=True),
        lambda Q, K: Q * K,
    ),
    "keys-not-transposed": (lambda Q, K: Q @ K, swapping(0, -2), swapping(-1, 2)),
    "reshape-for-transpose": (reshaped,),
    "sums-over-tokens": (lambda Q, K: transposed(Q) @ K,),
    "one-number-for-all": (lambda Q, K: np.sum(Q * K), lambda Q, K: np.sum(dots(Q, K))),
    "queries-with-queries": (lambda Q, K: dots(Q, Q), lambda Q, K: dots(K, K)),
    "first-batch-only": (first_of_batch, same_keys_for_all),
    "mixes-the-batch": (across_the_batch, summed_over_batch),
    "stops-at-the-shorter": (query_by_query,),
    "batch-axis-assumed": (pair_by_pair,),
    "products-not-summed": (lambda Q, K: Q[..., :, np.newaxis, :] * K[..., np.newaxis, :, :],),
}
NORMALISING = {"normalises-vectors": (lambda Q, K: dots(unit(Q), unit(K)),)}


def by_nothing(Q, K):
    """Divide by 1."""
    return 1


def by_root(Q, K):
    """Divide by the root of the vectors' width."""
    return np.sqrt(Q.shape[-1])


def as_they_are(scores):
    """Return what was computed."""
    return scores


def dot_product_scores(score=dots, divide=by_nothing, finish=as_they_are):
    """Return a function like `solutions.dot_product_scores` made of these steps."""
    return lambda Q, K: finish(score(Q, K) / divide(Q, K))


def scaled_scores(score=dots, divide=by_root, finish=as_they_are):
    """Return a function like `solutions.scaled_scores` made of these steps."""
    return lambda Q, K: finish(score(Q, K) / divide(Q, K))


DIVISORS = {
    "scale-missing": (by_nothing,),
    "scale-by-dk": (lambda Q, K: K.shape[-1],),
    "scale-multiplies": (lambda Q, K: 1 / np.sqrt(K.shape[-1]), lambda Q, K: 1 / K.shape[-1]),
    "scale-by-other-dimension": (
        lambda Q, K: np.sqrt(K.shape[-2]),
        lambda Q, K: np.sqrt(Q.shape[-2]),
        lambda Q, K: np.sqrt(len(K)),
        lambda Q, K: np.sqrt(K.shape[1]),
        lambda Q, K: np.sqrt(len(Q)),
        lambda Q, K: np.sqrt(Q.shape[1]),
        lambda Q, K: np.sqrt(K.size),
        lambda Q, K: np.sqrt(Q.size),
        lambda Q, K: np.sqrt(K.ndim),
        lambda Q, K: np.sqrt(Q.shape[-2] * K.shape[-2]),
    ),
    "scale-not-a-root": (
        lambda Q, K: K.shape[-1] ** 2,
        lambda Q, K: np.log(K.shape[-1]),
        lambda Q, K: K.shape[-1] * 2,
        *(lambda Q, K, number=number: number for number in (2.0, 4.0, 8.0, 64.0, np.sqrt(512.0))),
    ),
    "scale-rounds-the-root": tuple(
        lambda Q, K, to_whole=to_whole: to_whole(np.sqrt(K.shape[-1]))
        for to_whole in (np.floor, np.round, np.ceil)
    ),
    "scale-twice-the-root": (lambda Q, K: K.shape[-1] ** 1.5,),
    "scale-half-the-root": (lambda Q, K: K.shape[-1] ** 0.25,),
}
SIGNS = {"ignores-sign": (np.abs, lambda scores: np.maximum(scores, 0))}

DOTS = Composition(
    dot_product_scores,
    {
        "score": merged(SCORES, NORMALISING),
        "divide": {"scales-too-early": (by_root, lambda Q, K: Q.shape[-1])},
        "finish": merged(SIGNS, {"softmax-too-early": (softmax,)}),
    },
)

SCALED = Composition(
    scaled_scores,
    {
        "score": SCORES,
        "divide": merged(DIVISORS, {"scale-by-spread": (lambda Q, K: np.std(dots(Q, K)),)}),
        "finish": {"softmax-too-early": (softmax,), "floor-division": (np.floor,)},
    },
    together=(
        (
            "normalises-vectors",
            {"score": NORMALISING["normalises-vectors"][0], "divide": by_nothing},
        ),
        ("floor-division", {"divide": lambda Q, K: int(np.sqrt(Q.shape[-1])), "finish": np.floor}),
    ),
)

# The cosine: bring both to length 1, score, finish.


def lengths(array, **options):
    """Return the vectors' lengths with their axis kept."""
    return np.linalg.norm(array, axis=-1, keepdims=True, **options)


def filled(values):
    """Return 1 where there is 0, to divide by."""
    return np.where(values == 0, 1, values)


def both_to_length_1(Q, K):
    """Bring queries and keys to length 1."""
    return unit(Q), unit(K)


def cosine_scores(shorten=both_to_length_1, score=dots, divide=by_nothing, finish=as_they_are):
    """Return a function like `solutions.cosine_scores` made of these steps."""
    return lambda Q, K: finish(score(*shorten(Q, K)) / divide(Q, K))


def each(shorten):
    """Return a way to treat queries and keys alike."""
    return lambda Q, K: (shorten(Q), shorten(K))


def divided(divide):
    """Return the steps of a cosine that divides the dot products by something else."""
    return {"shorten": lambda Q, K: (Q, K), "divide": divide}


def by_norm(**options):
    """Return a way to divide by another norm; where that is 0 the vector stays."""
    return each(lambda array: array / filled(np.linalg.norm(array, keepdims=True, **options)))


def whole_lengths(Q, K):
    """Return the length of all numbers together."""
    return np.linalg.norm(Q) * np.linalg.norm(K)


def lined_up(Q, K):
    """Return the products of the lengths of queries and keys at the same place."""
    return np.linalg.norm(Q, axis=-1) * np.linalg.norm(K, axis=-1)


def divided_where_zero(array):
    """Return the vectors divided by their length only where it is 0."""
    return array / np.where(lengths(array) == 0, 0, 1)


def bare(array):
    """Divide without looking."""
    return array / lengths(array)


def added(epsilon):
    """Return a divisor with a number on top of the lengths' product."""
    return lambda Q, K: lengths(Q) * transposed(lengths(K)) + epsilon


EPSILONS = (1, 0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)

COSINES = Composition(
    cosine_scores,
    {
        "shorten": {
            "cosine-whole-array-norm": (by_norm(), by_norm(axis=(-1, -2))),
            "cosine-zero-division": (
                each(bare),
                lambda Q, K: (bare(Q), unit(K)),
                lambda Q, K: (unit(Q), bare(K)),
            ),
            "lengths-missing": (lambda Q, K: (Q, K),),
            "one-length-missing": (
                lambda Q, K: (unit(Q), K),
                lambda Q, K: (Q, unit(K)),
                lambda Q, K: (unit(Q), divided_where_zero(K)),
                lambda Q, K: (divided_where_zero(Q), unit(K)),
            ),
            "squared-lengths": (each(lambda array: array / filled(lengths(array) ** 2)),),
            "one-length-multiplied": (
                lambda Q, K: (unit(Q), K * lengths(K)),
                lambda Q, K: (bare(Q), K * lengths(K)),
                lambda Q, K: (Q * lengths(Q), unit(K)),
                lambda Q, K: (Q * lengths(Q), bare(K)),
            ),
            "lengths-multiplied": (each(lambda array: array * lengths(array)),),
            "norm-wrong-axis": (by_norm(axis=-2), by_norm(axis=0)),
            "keepdims-missing-on-norm": (
                each(lambda array: array / filled(np.linalg.norm(array, axis=-1))),
            ),
            "other-length": (by_norm(axis=-1, ord=1), by_norm(axis=-1, ord=np.inf)),
            "epsilon-too-large": (
                *(
                    each(lambda array, size=size: array / (lengths(array) + size))
                    for size in (*EPSILONS, 1e-7)
                ),
                *(
                    each(lambda array, size=size: array / np.maximum(lengths(array), size))
                    for size in EPSILONS[:3]
                ),
            ),
            "scale-for-length": (
                lambda Q, K: (Q / np.sqrt(Q.shape[-1]), K),
                lambda Q, K: (Q / Q.shape[-1], K),
            ),
        },
        "score": SCORES,
        "finish": {
            "ignores-sign": (*SIGNS["ignores-sign"], np.square),
            "distance-for-similarity": (lambda cosines: 1 - cosines,),
            "angle-for-cosine": (lambda cosines: np.arccos(np.clip(cosines, -1, 1)),),
            "softmax-too-early": (softmax,),
        },
    },
    together=(
        ("cosine-whole-array-norm", divided(whole_lengths)),
        ("lengths-added", divided(lambda Q, K: filled(lengths(Q) + transposed(lengths(K))))),
        ("keepdims-missing-on-norm", divided(lambda Q, K: filled(lined_up(Q, K)))),
        ("keepdims-missing-on-norm", divided(lined_up)),
        *(
            ("epsilon-too-large", divided(added(size)))
            for size in (*EPSILONS, 1e-7, 1e-8, 1e-9, 1e-10)
        ),
    ),
)
