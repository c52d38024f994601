"""Right answers to chapter 6: causal_mask, attention and cross_attention."""

import math

import numpy as np

from answers.registry import Answers

RIGHT = Answers()


@RIGHT.to("causal_mask")
def tril(n):
    return np.tril(np.ones((n, n), dtype=bool))


@RIGHT.to("causal_mask")
def tri(n):
    return np.tri(n, dtype=bool)


@RIGHT.to("causal_mask")
def compare_positions(n):
    return np.arange(n)[None, :] <= np.arange(n)[:, None]


@RIGHT.to("causal_mask")
def not_triu(n):
    return ~np.triu(np.ones((n, n), dtype=bool), k=1)


@RIGHT.to("causal_mask")
def double_loop(n):
    mask = np.zeros((n, n), dtype=bool)
    for i in range(n):
        for j in range(i + 1):
            mask[i, j] = True
    return mask


@RIGHT.to("causal_mask")
def slices(n):
    mask = np.full((n, n), False)
    for i in range(n):
        mask[i, : i + 1] = True
    return mask


@RIGHT.to("causal_mask")
def comprehension(n):
    return np.array([[j <= i for j in range(n)] for i in range(n)])


@RIGHT.to("causal_mask")
def outer(n):
    return np.greater_equal.outer(np.arange(n), np.arange(n))


@RIGHT.to("causal_mask")
def from_function(n):
    return np.fromfunction(lambda i, j: j <= i, (n, n))


@RIGHT.to("causal_mask")
def indices(n):
    rows, columns = np.indices((n, n))
    return rows - columns >= 0


@RIGHT.to("causal_mask")
def running_sum(n):
    return np.cumsum(np.eye(n), axis=0) > 0


@RIGHT.to("causal_mask")
def tril_indices(n):
    mask = np.zeros((n, n)) == 1
    mask[np.tril_indices(n)] = True
    return mask


@RIGHT.to("causal_mask")
def transposed_view(n):
    return np.triu(np.ones((n, n))).astype(bool).T


@RIGHT.to("causal_mask")
def lists_of_truth(n):
    print("a mask of", n, "rows")
    return np.array([[True] * (i + 1) + [False] * (n - i - 1) for i in range(n)])


def readable(mask, Q, K):
    """Return the mask at the scores' full shape; everything True where there is none."""
    shape = (*Q.shape[:-1], K.shape[-2])
    return np.ones(shape, dtype=bool) if mask is None else np.broadcast_to(mask, shape)


def share(scores, mask=None):
    """Return the softmax of the scores over what may be read."""
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    largest = scores.max(axis=-1, keepdims=True)
    e = np.exp(scores - np.where(np.isneginf(largest), 0, largest))
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total == 0, 1, total)


@RIGHT.to("attention")
def scale_the_scores(Q, K, V, mask=None):
    weights = share(Q @ np.swapaxes(K, -1, -2) / np.sqrt(K.shape[-1]), mask)
    return weights @ V, weights


@RIGHT.to("attention")
def scale_the_queries(Q, K, V, mask=None):
    weights = share((Q * Q.shape[-1] ** -0.5) @ K.mT, mask)
    return np.matmul(weights, V), weights


@RIGHT.to("attention")
def scale_the_keys(Q, K, V, mask=None):
    weights = share(Q @ np.moveaxis(K / math.sqrt(K.shape[-1]), -1, -2), mask)
    return [np.einsum("...ij,...jv->...iv", weights, V), weights]


@RIGHT.to("attention")
def einsum_throughout(Q, K, V, mask=None):
    scores = np.einsum("...id,...jd->...ij", Q, K) / Q.shape[-1] ** 0.5
    scores = np.where(readable(mask, Q, K), scores, -1e30)
    e = np.exp(scores - scores.max(-1, keepdims=True)) * readable(mask, Q, K)
    total = np.einsum("...ij->...i", e)[..., None]
    weights = np.divide(e, total, out=np.zeros_like(e), where=total != 0)
    return np.einsum("...ij,...jv->...iv", weights, V), weights


@RIGHT.to("attention")
def normalise_last(Q, K, V, mask=None):
    scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    allowed = np.where(readable(mask, Q, K), scores, -np.inf)
    e = np.exp(allowed - np.maximum(allowed.max(axis=-1, keepdims=True), -1e30))
    total = np.maximum(e.sum(axis=-1, keepdims=True), 1e-30)
    return (e @ V) / total, e / total


@RIGHT.to("attention")
def additive_mask(Q, K, V, mask=None):
    scores = Q @ np.swapaxes(K, -2, -1) / np.sqrt(Q.shape[-1])
    if mask is not None:
        scores = scores + (1 - mask.astype(float)) * -1e20
    e = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    weights = e / np.sum(e, axis=-1, keepdims=True)
    if mask is not None:
        weights = weights * mask
    return weights @ V, weights


@RIGHT.to("attention")
def one_query_at_a_time(Q, K, V, mask=None):
    mask = readable(mask, Q, K)
    output = np.zeros((*Q.shape[:-1], V.shape[-1]))
    weights = np.zeros(mask.shape)
    for index in np.ndindex(Q.shape[:-1]):
        batch, seen = index[:-1], mask[index]
        if not seen.any():
            continue
        scores = K[batch][seen] @ Q[index] / math.sqrt(Q.shape[-1])
        e = np.exp(scores - scores.max())
        weights[index][seen] = e / e.sum()
        output[index] = weights[index] @ V[batch]
    return output, weights


@RIGHT.to("attention")
def recursion_over_batches(Q, K, V, mask=None):
    mask = readable(mask, Q, K)
    if Q.ndim > 2:
        parts = [recursion_over_batches(*part) for part in zip(Q, K, V, mask, strict=True)]
        outputs, weights = zip(*parts, strict=True)
        return np.stack(outputs), np.stack(weights)
    weights = share(np.inner(Q, K) / np.sqrt(len(K[0])), mask)
    return weights.dot(V), weights


@RIGHT.to("attention")
def key_by_key_with_a_running_maximum(Q, K, V, mask=None):
    mask = readable(mask, Q, K)
    largest = np.full(Q.shape[:-1], -1e30)
    total, blended = np.zeros(Q.shape[:-1]), np.zeros((*Q.shape[:-1], V.shape[-1]))
    scores = []
    for j in range(K.shape[-2]):
        score = np.sum(Q * K[..., j, None, :], axis=-1) / math.sqrt(Q.shape[-1])
        scores.append(score)
        new = np.where(mask[..., j], np.maximum(largest, score), largest)
        shrink = np.exp(largest - new)
        e = np.where(mask[..., j], np.exp(np.minimum(score - new, 0)), 0)
        total = total * shrink + e
        blended = blended * shrink[..., None] + e[..., None] * V[..., j, None, :]
        largest = new
    total = np.where(total == 0, 1, total)
    shifted = np.where(mask, np.stack(scores, axis=-1) - largest[..., None], -np.inf)
    return blended / total[..., None], np.exp(shifted) / total[..., None]


@RIGHT.to("attention")
def mask_after_with_renormalising(Q, K, V, mask=None):
    mask = readable(mask, Q, K)
    scores = Q @ K.swapaxes(-1, -2) / np.sqrt(K.shape[-1])
    reachable = np.where(mask, scores, scores.min(axis=-1, keepdims=True))
    everywhere = share(reachable)
    kept = everywhere * mask
    weights = kept / np.maximum(kept.sum(-1, keepdims=True), 1e-300)
    return weights @ V, weights


@RIGHT.to("attention")
def vectorised(Q, K, V, mask=None):
    def one_batch(Q, K, V, mask):
        weights = share(Q @ K.T / math.sqrt(Q.shape[1]), mask)
        return weights @ V, weights

    print("attending")
    return np.vectorize(one_batch, signature="(i,d),(j,d),(j,v),(i,j)->(i,v),(i,j)")(
        Q, K, V, readable(mask, Q, K)
    )


@RIGHT.to("attention")
def nan_to_zero_with_warnings(Q, K, V, mask=None):
    scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(K.shape[-1])
    scores = np.where(readable(mask, Q, K), scores, -np.inf)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = np.nan_to_num(e / e.sum(axis=-1, keepdims=True), nan=0.0)
    return np.asfortranarray(weights @ V), np.asfortranarray(weights)


@RIGHT.to("attention")
def masked_arrays(Q, K, V, mask=None):
    scores = np.ma.array(Q @ K.mT, mask=~readable(mask, Q, K)) / np.sqrt(Q.shape[-1])
    e = np.ma.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = np.ma.filled(e / e.sum(axis=-1, keepdims=True), 0)
    return weights @ V, weights


@RIGHT.to("cross_attention")
def through_attention(X, memory, W_Q, W_K, W_V, mask=None):
    return scale_the_scores(X @ W_Q, memory @ W_K, memory @ W_V, mask)


@RIGHT.to("cross_attention")
def written_out(X, memory, W_Q, W_K, W_V, mask=None):
    Q, K, V = X @ W_Q, memory @ W_K, memory @ W_V
    weights = share(Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1]), mask)
    return weights @ V, weights


@RIGHT.to("cross_attention")
def one_einsum_for_the_scores(X, memory, W_Q, W_K, W_V, mask=None):
    scores = np.einsum("...ia,ad,bd,...jb->...ij", X, W_Q, W_K, memory, optimize=True)
    weights = share(scores / math.sqrt(W_Q.shape[1]), mask)
    return np.einsum("...ij,...jb,bv->...iv", weights, memory, W_V, optimize=True), weights


@RIGHT.to("cross_attention")
def project_the_blend(X, memory, W_Q, W_K, W_V, mask=None):
    weights = share((X @ W_Q) @ (memory @ W_K).mT / W_K.shape[-1] ** 0.5, mask)
    return (weights @ memory) @ W_V, weights


@RIGHT.to("cross_attention")
def one_matrix_for_queries_and_keys(X, memory, W_Q, W_K, W_V, mask=None):
    compare = W_Q @ W_K.T / np.sqrt(W_Q.shape[1])
    weights = share(X @ compare @ np.swapaxes(memory, -1, -2), mask)
    return weights @ (memory @ W_V), weights


@RIGHT.to("cross_attention")
def scale_the_query_matrix(X, memory, W_Q, W_K, W_V, mask=None):
    scores = X @ (W_Q / np.sqrt(W_Q.shape[1])) @ np.swapaxes(memory @ W_K, -1, -2)
    weights = share(scores, mask)
    return list((weights @ (memory @ W_V), weights))


@RIGHT.to("cross_attention")
def batches_in_a_loop(X, memory, W_Q, W_K, W_V, mask=None):
    mask = readable(mask, X, memory)
    output = np.empty((*X.shape[:-1], W_V.shape[1]))
    weights = np.empty(mask.shape)
    for batch in np.ndindex(X.shape[:-2]):
        scores = X[batch] @ W_Q @ (memory[batch] @ W_K).T / math.sqrt(W_K.shape[1])
        weights[batch] = share(scores, mask[batch])
        output[batch] = weights[batch] @ memory[batch] @ W_V
    return output, weights


@RIGHT.to("cross_attention")
def queries_in_a_loop(X, memory, W_Q, W_K, W_V, mask=None):
    return one_query_at_a_time(np.dot(X, W_Q), np.dot(memory, W_K), np.dot(memory, W_V), mask=mask)


@RIGHT.to("cross_attention")
def keys_and_values_in_one_product(X, memory, W_Q, W_K, W_V, mask=None):
    K, V = np.split(memory @ np.hstack([W_K, W_V]), [W_K.shape[1]], axis=-1)
    return einsum_throughout(X @ W_Q, K, V, mask)


@RIGHT.to("cross_attention")
def transposes_throughout(X, memory, W_Q, W_K, W_V, mask=None):
    Q_T = W_Q.T @ np.swapaxes(X, -1, -2)
    K_T = W_K.T @ np.swapaxes(memory, -1, -2)
    V_T = W_V.T @ np.swapaxes(memory, -1, -2)
    weights = share(np.swapaxes(Q_T, -1, -2) @ K_T / np.sqrt(len(W_K.T)), mask)
    return np.swapaxes(V_T @ np.swapaxes(weights, -1, -2), -1, -2), weights


@RIGHT.to("cross_attention")
def recursion(X, memory, W_Q, W_K, W_V, mask=None):
    mask = readable(mask, X, memory)
    if X.ndim == 2:
        return additive_mask(X @ W_Q, memory @ W_K, memory @ W_V, mask)
    pairs = [recursion(x, m, W_Q, W_K, W_V, k) for x, m, k in zip(X, memory, mask, strict=True)]
    return tuple(np.array(part) for part in zip(*pairs, strict=True))


@RIGHT.to("cross_attention")
def prints_shapes(X, memory, W_Q, W_K, W_V, mask=None):
    def project(rows, W):
        print(rows.shape, W.shape)
        return np.tensordot(rows, W, axes=([-1], [0]))

    return nan_to_zero_with_warnings(
        project(X, W_Q), project(memory, W_K), project(memory, W_V), mask
    )
