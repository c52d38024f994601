"""Wrong scores: each takes ``(Q, K)``, as a learner would write it.

`dot_product_scores` and `scaled_scores` use the same ones: `through` puts a step behind each.
"""

import numpy as np


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
    "normalises-vectors": (lambda Q, K: dots(unit(Q), unit(K)),),
    "softmax-too-early": (lambda Q, K: softmax(dots(Q, K)),),
}


def through(step, wrong):
    """Return a wrong scoring with `step` behind it: a function of (scores, Q, K)."""
    return lambda Q, K: step(wrong(Q, K), Q, K)
