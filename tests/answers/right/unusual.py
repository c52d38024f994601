"""Right answers that few would write: other letters, lists, generators, masked arrays, float32."""

import math
import statistics

import numpy as np

from answers.registry import Answers

RIGHT = Answers()


@RIGHT.to("hard_lookup")
def nested_lists(query, keys, values):
    scores = [sum(a * b for a, b in zip(key, query, strict=True)) for key in keys.tolist()]
    return np.array(values.tolist()[scores.index(max(scores))])


@RIGHT.to("hard_lookup")
def largest_pair(query, keys, values):
    pairs = zip((key @ query for key in keys), range(0, -len(keys), -1), strict=True)
    return values[-max(pairs)[1]]


@RIGHT.to("blend")
def exact_sums(weights, values):
    rows = weights.reshape(-1, weights.shape[-1]).tolist()
    columns = values.T.tolist()
    blended = [
        [math.fsum(a * b for a, b in zip(row, column, strict=True)) for column in columns]
        for row in rows
    ]
    return np.array(blended).reshape(*weights.shape[:-1], values.shape[1])


@RIGHT.to("blend")
def column_by_column(weights, values):
    return np.stack([weights @ column for column in values.T], axis=-1)


@RIGHT.to("project")
def column_of_ones(X, W, b=None):
    b = np.zeros(W.shape[1]) if b is None else b
    ones = np.ones((*X.shape[:-1], 1))
    return np.concatenate([X, ones], axis=-1) @ np.vstack([W, b])


@RIGHT.to("project")
def columns_in_memory(X, W, b=None):
    return np.asfortranarray(X @ W + (0 if b is None else b))


@RIGHT.to("project_qkv")
def lists_of_rows(x, w_q, w_k, w_v):
    return [np.array((x @ w).tolist()) for w in (w_q, w_k, w_v)]


@RIGHT.to("project_qkv")
def a_generator(X, W_Q, W_K, W_V):
    return [*(np.tensordot(X, W, 1) for W in (W_Q, W_K, W_V))]


@RIGHT.to("dot_product_scores")
def from_distances(Q, K):
    gaps = Q[..., :, None, :] - K[..., None, :, :]
    squares = (Q * Q).sum(-1)[..., :, None] + (K * K).sum(-1)[..., None, :]
    return (squares - (gaps * gaps).sum(-1)) / 2


@RIGHT.to("dot_product_scores")
def other_letters(Q, K):
    return np.einsum("...qz,...kz->...qk", Q, K)


@RIGHT.to("cosine_scores")
def floor_of_each_length(Q, K):
    def lengths(vectors):
        return np.maximum(np.linalg.norm(vectors, axis=-1), 1e-8)

    return Q @ np.swapaxes(K, -1, -2) / (lengths(Q)[..., :, None] * lengths(K)[..., None, :])


@RIGHT.to("cosine_scores")
def floor_of_the_product(Q, K):
    products = np.linalg.norm(Q, axis=-1)[..., None] * np.linalg.norm(K, axis=-1)[..., None, :]
    return Q @ np.swapaxes(K, -1, -2) / np.maximum(products, 1e-8)


@RIGHT.to("cosine_scores")
def small_number_on_each_length(Q, K):
    def unit(vectors):
        return vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-8)

    return unit(Q) @ np.swapaxes(unit(K), -1, -2)


@RIGHT.to("cosine_scores")
def repaired_afterwards(Q, K):
    scores = (Q @ np.swapaxes(K, -1, -2)).astype(float)
    scores /= np.linalg.norm(Q, axis=-1)[..., :, None]
    scores /= np.linalg.norm(K, axis=-1)[..., None, :]
    scores[~np.isfinite(scores)] = 0
    return scores


@RIGHT.to("dot_product_std")
def from_the_standard_library(d_k, n_samples, rng):
    products = rng.normal(size=(n_samples, d_k)) * rng.normal(size=(n_samples, d_k))
    return statistics.pstdev(products.sum(axis=1).tolist())


@RIGHT.to("dot_product_std")
def normal_numbers_by_hand(d_k, n_samples, rng):
    def normal():
        radius, angle = 1 - rng.random((n_samples, d_k)), rng.random((n_samples, d_k))
        return np.sqrt(-2 * np.log(radius)) * np.cos(2 * np.pi * angle)

    return (normal() * normal()).sum(axis=1).std()


@RIGHT.to("scaled_scores")
def power_of_a_half(Q, K):
    return (Q @ np.moveaxis(K, -1, -2)) * Q.shape[-1] ** -0.5


@RIGHT.to("softmax")
def logaddexp_reduced(x, axis=-1):
    return np.exp(x - np.logaddexp.reduce(x, axis=axis, keepdims=True))


@RIGHT.to("softmax")
def masked_array_filled(x, axis=-1):
    e = np.ma.array(np.exp(x - np.expand_dims(np.max(x, axis), axis)))
    return (e / e.sum(axis=axis, keepdims=True)).filled(0)


@RIGHT.to("softmax")
def single_precision_kept(x, axis=-1):
    e = np.exp((x - x.max(axis, keepdims=True)).astype(np.result_type(x, np.float32)))
    return e / e.sum(axis, keepdims=True)


@RIGHT.to("softmax")
def reciprocal_of_differences(x, axis=-1):
    rows = np.moveaxis(x, axis, -1)
    gaps = rows[..., None, :] - rows[..., :, None]
    return np.moveaxis(1 / np.exp(gaps).sum(axis=-1), -1, axis)


@RIGHT.to("temperature_softmax")
def refused_by_the_logarithm(x, temperature, axis=-1):
    math.log(temperature)  # raises the ValueError that is asked for
    return logaddexp_reduced(np.divide(x, temperature), axis)


@RIGHT.to("masked_softmax")
def nan_for_hidden(scores, mask):
    readable = np.where(mask, scores, np.nan)
    e = np.exp(readable - np.nanmax(readable, axis=-1, keepdims=True))
    return np.nan_to_num(e / np.nansum(e, axis=-1, keepdims=True))


@RIGHT.to("masked_softmax")
def masked_array_throughout(scores, mask):
    readable = np.ma.array(scores, mask=~np.broadcast_to(mask, scores.shape), dtype=float)
    e = np.ma.exp(readable - readable.max(axis=-1, keepdims=True))
    return (e / e.sum(axis=-1, keepdims=True)).filled(0)


@RIGHT.to("masked_softmax")
def tiny_number_on_the_sum(scores, mask):
    allowed = np.where(mask, scores, -np.inf)
    largest = allowed.max(axis=-1, keepdims=True)
    e = np.exp(allowed - np.where(np.isfinite(largest), largest, 0))
    return e / (e.sum(axis=-1, keepdims=True) + 1e-12)


@RIGHT.to("causal_mask")
def running_or(n):
    return np.logical_or.accumulate(np.eye(n, dtype=bool), axis=0)


@RIGHT.to("causal_mask")
def grid_of_differences(n):
    rows, columns = np.mgrid[:n, :n]
    return rows - columns >= 0


@RIGHT.to("attention")
def a_list_of_two(Q, K, V, mask=None):
    scores = np.einsum("...ad,...bd->...ab", Q, K) / np.sqrt(Q.shape[-1])
    weights = tiny_number_on_the_sum(scores, np.True_ if mask is None else mask)
    return [np.einsum("...ab,...bv->...av", weights, V), weights]


@RIGHT.to("attention")
def single_precision_where_given(Q, K, V, mask=None):
    return [part.astype(np.result_type(Q, np.float32)) for part in a_list_of_two(Q, K, V, mask)]


@RIGHT.to("cross_attention")
def queries_and_keys_in_one_matrix(X, memory, W_Q, W_K, W_V, mask=None):
    both = W_Q @ W_K.T / math.sqrt(W_K.shape[1])
    scores = np.einsum("...id,de,...je->...ij", X, both, memory)
    weights = tiny_number_on_the_sum(scores, np.True_ if mask is None else mask)
    return np.einsum("...ij,...jd,dv->...iv", weights, memory, W_V), weights


@RIGHT.to("cross_attention")
def taken_from_a_generator(X, memory, W_Q, W_K, W_V, mask=None):
    def projections():
        yield X @ W_Q
        yield memory @ W_K
        yield memory @ W_V

    return a_list_of_two(*projections(), mask=mask)


@RIGHT.to("split_heads")
def by_strides(X, num_heads):
    *batch, n, d_model = X.shape
    if d_model % num_heads:
        raise ValueError("the heads do not come out even")
    d_head = d_model // num_heads
    *before, row, column = X.strides
    shape, strides = (*batch, num_heads, n, d_head), (*before, d_head * column, row, column)
    return np.lib.stride_tricks.as_strided(X, shape, strides)


@RIGHT.to("split_heads")
def lists_of_heads(X, num_heads):
    return np.array(np.stack(np.split(X, num_heads, axis=-1), axis=-3).tolist())


@RIGHT.to("merge_heads")
def einsum_then_reshape(X):
    moved = np.einsum("...hnd->...nhd", X)
    return moved.reshape((*moved.shape[:-2], -1))


@RIGHT.to("multi_head_attention")
def matrices_cut_into_heads(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    width = X.shape[-1]
    if width % num_heads:
        raise ValueError("the heads do not come out even")

    def heads(rows, W):
        return np.einsum("...nd,dhe->...hne", rows, W.reshape(width, num_heads, -1))

    Q, K, V = heads(X, W_Q), heads(memory, W_K), heads(memory, W_V)
    scores = np.einsum("...hie,...hje->...hij", Q, K) / math.sqrt(width // num_heads)
    mask = np.True_ if mask is None else np.atleast_2d(mask)[..., None, :, :]
    weights = tiny_number_on_the_sum(scores, mask)
    mixed = W_O.reshape(num_heads, -1, width)
    return np.einsum("...hij,...hje,hed->...id", weights, V, mixed), weights
