"""Right answers to chapter 3: dot_product_scores and cosine_scores."""

import warnings

import numpy as np

from answers.registry import Answers

RIGHT = Answers()


@RIGHT.to("dot_product_scores")
def swapaxes(Q, K):
    return Q @ np.swapaxes(K, -1, -2)


@RIGHT.to("dot_product_scores")
def moveaxis(Q, K):
    return np.matmul(Q, np.moveaxis(K, -1, -2))


@RIGHT.to("dot_product_scores")
def transpose_by_list(Q, K):
    axes = list(range(K.ndim))
    axes[-1], axes[-2] = axes[-2], axes[-1]
    return Q @ K.transpose(axes)


@RIGHT.to("dot_product_scores")
def matrix_transpose(Q, K):
    return Q @ K.mT


@RIGHT.to("dot_product_scores")
def einsum(Q, K):
    return np.einsum("...id,...jd->...ij", Q, K)


@RIGHT.to("dot_product_scores")
def broadcast_and_sum(Q, K):
    return (Q[..., :, None, :] * K[..., None, :, :]).sum(axis=-1)


@RIGHT.to("dot_product_scores")
def ndindex(Q, K):
    scores = np.empty((*Q.shape[:-1], K.shape[-2]), dtype=np.result_type(Q, K))
    for index in np.ndindex(scores.shape):
        *batch, i, j = index
        scores[index] = np.dot(Q[(*batch, i)], K[(*batch, j)])
    return scores


@RIGHT.to("dot_product_scores")
def recursion(Q, K):
    if Q.ndim == 2:
        return np.inner(Q, K)
    return np.stack([recursion(q, k) for q, k in zip(Q, K, strict=True)])


@RIGHT.to("dot_product_scores")
def one_key_at_a_time(Q, K):
    columns = [np.sum(Q * K[..., j : j + 1, :], axis=-1) for j in range(K.shape[-2])]
    return np.stack(columns, axis=-1)


@RIGHT.to("dot_product_scores")
def one_query_at_a_time(Q, K):
    rows = [np.squeeze(K @ Q[..., i, :, np.newaxis], axis=-1) for i in range(Q.shape[-2])]
    return np.stack(rows, axis=-2)


@RIGHT.to("dot_product_scores")
def transposed_result(Q, K):
    return np.swapaxes(K @ np.swapaxes(Q, -1, -2), -1, -2)


@RIGHT.to("dot_product_scores")
def vectorised(Q, K):
    dots = np.vectorize(np.dot, signature="(d),(d)->()")
    return dots(np.expand_dims(Q, -2), np.expand_dims(K, -3))


@RIGHT.to("dot_product_scores")
def flattened_batches(Q, K):
    n_q, n_k, d_k = Q.shape[-2], K.shape[-2], K.shape[-1]
    pairs = zip(Q.reshape(-1, n_q, d_k), K.reshape(-1, n_k, d_k), strict=True)
    return np.array([q @ k.T for q, k in pairs]).reshape(*Q.shape[:-2], n_q, n_k)


@RIGHT.to("dot_product_scores")
def sum_over_components(Q, K):
    scores = 0
    for c in range(Q.shape[-1]):
        scores = scores + Q[..., :, c, np.newaxis] * K[..., np.newaxis, :, c]
    return scores


@RIGHT.to("cosine_scores")
def unit_vectors(Q, K):
    length_Q = np.linalg.norm(Q, axis=-1, keepdims=True)
    length_K = np.linalg.norm(K, axis=-1, keepdims=True)
    length_Q[length_Q == 0] = 1
    length_K[length_K == 0] = 1
    return (Q / length_Q) @ np.swapaxes(K / length_K, -1, -2)


@RIGHT.to("cosine_scores")
def divide_where(Q, K):
    dots = Q @ np.swapaxes(K, -1, -2)
    lengths = np.linalg.norm(Q, axis=-1)[..., :, None] * np.linalg.norm(K, axis=-1)[..., None, :]
    return np.divide(dots, lengths, out=np.zeros(dots.shape), where=lengths > 0)


@RIGHT.to("cosine_scores")
def tiny_floor(Q, K):
    def unit(vectors):
        return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)

    return unit(Q) @ unit(K).swapaxes(-1, -2)


@RIGHT.to("cosine_scores")
def tiny_addend(Q, K):
    q = Q / (np.sqrt((Q**2).sum(-1, keepdims=True)) + 1e-12)
    k = K / (np.sqrt((K**2).sum(-1, keepdims=True)) + 1e-12)
    return np.einsum("...id,...jd->...ij", q, k)


@RIGHT.to("cosine_scores")
def nan_to_zero_with_warning(Q, K):
    warnings.warn("a zero vector may follow", RuntimeWarning, stacklevel=2)
    units = [vectors / np.linalg.norm(vectors, axis=-1, keepdims=True) for vectors in (Q, K)]
    return np.nan_to_num(units[0] @ units[1].swapaxes(-1, -2))


@RIGHT.to("cosine_scores")
def nan_to_zero_quietly(Q, K):
    lengths_Q = np.sqrt(np.einsum("...d,...d->...", Q, Q))[..., :, np.newaxis]
    lengths_K = np.sqrt(np.einsum("...d,...d->...", K, K))[..., np.newaxis, :]
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = Q @ np.swapaxes(K, -1, -2) / lengths_Q / lengths_K
    scores[~np.isfinite(scores)] = 0
    return scores


@RIGHT.to("cosine_scores")
def loops(Q, K):
    scores = np.zeros((*Q.shape[:-1], K.shape[-2]))
    for index in np.ndindex(scores.shape):
        *batch, i, j = index
        q, k = Q[(*batch, i)], K[(*batch, j)]
        lengths = np.linalg.norm(q) * np.linalg.norm(k)
        if lengths > 0:
            scores[index] = q @ k / lengths
    return scores


@RIGHT.to("cosine_scores")
def masked_arrays(Q, K):
    lengths_Q = np.linalg.norm(Q, axis=-1)[..., np.newaxis]
    lengths_K = np.linalg.norm(K, axis=-1)[..., np.newaxis, :]
    return np.ma.divide(Q @ K.mT, lengths_Q * lengths_K).filled(0)


@RIGHT.to("cosine_scores")
def gram_matrix(Q, K):
    n_q = Q.shape[-2]
    both = np.concatenate([Q, K], axis=-2)
    gram = both @ np.swapaxes(both, -1, -2)
    lengths = np.sqrt(np.diagonal(gram, axis1=-2, axis2=-1))
    lengths = np.where(lengths > 0, lengths, 1)
    cosines = gram / (lengths[..., :, None] * lengths[..., None, :])
    return cosines[..., :n_q, n_q:]


@RIGHT.to("cosine_scores")
def add_one_where_zero(Q, K):
    norm_Q = np.linalg.norm(Q, axis=-1, keepdims=True)
    norm_K = np.linalg.norm(K, axis=-1, keepdims=True)
    norm_Q, norm_K = norm_Q + (norm_Q == 0), norm_K + (norm_K == 0)
    return Q @ np.swapaxes(K, -1, -2) / (norm_Q @ np.swapaxes(norm_K, -1, -2))


@RIGHT.to("cosine_scores")
def infinite_length(Q, K):
    def lengths(vectors):
        norms = np.linalg.norm(vectors, axis=-1)
        return np.where(norms == 0, np.inf, norms)

    return Q @ K.mT / lengths(Q)[..., :, np.newaxis] / lengths(K)[..., np.newaxis, :]


@RIGHT.to("cosine_scores")
def recursion_and_clip(Q, K):
    if Q.ndim > 2:
        return np.stack([recursion_and_clip(q, k) for q, k in zip(Q, K, strict=True)])
    rows = []
    for q in Q:
        row = [q @ k / max(np.linalg.norm(q) * np.linalg.norm(k), 1e-30) for k in K]
        rows.append(row)
    return np.clip(rows, -1, 1)


@RIGHT.to("cosine_scores")
def vectorised_cosine(Q, K):
    def cosine(q, k):
        if not q.any() or not k.any():
            return 0.0
        return np.dot(q, k) / np.sqrt(np.dot(q, q) * np.dot(k, k))

    pairwise = np.vectorize(cosine, signature="(d),(d)->()", otypes=[float])
    return pairwise(Q[..., :, None, :], K[..., None, :, :])
