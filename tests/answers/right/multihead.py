"""Right answers to chapter 7: split_heads, merge_heads and multi_head_attention."""

import math

import numpy as np

from answers.registry import Answers
from answers.right.attention import readable, share

RIGHT = Answers()


@RIGHT.to("split_heads")
def reshape_and_swapaxes(X, num_heads):
    *batch, n, d_model = X.shape
    if d_model % num_heads != 0:
        raise ValueError("num_heads must divide d_model")
    return X.reshape(*batch, n, num_heads, d_model // num_heads).swapaxes(-2, -3)


@RIGHT.to("split_heads")
def numpy_split(X, num_heads):
    return np.stack(np.split(X, num_heads, axis=-1), axis=-3)


@RIGHT.to("split_heads")
def reshape_raises(X, num_heads):
    heads = X.reshape((*X.shape[:-1], num_heads, X.shape[-1] // num_heads))
    return np.moveaxis(heads, -2, -3)


@RIGHT.to("split_heads")
def unknown_dimension(X, num_heads):
    return np.moveaxis(X.reshape((*X.shape[:-1], num_heads, -1)), -3, -2)


@RIGHT.to("split_heads")
def stacked_slices(X, num_heads):
    d_head, rest = divmod(X.shape[-1], num_heads)
    if rest:
        raise ValueError(f"{rest} columns are left over")
    slices = [X[..., i * d_head : (i + 1) * d_head] for i in range(num_heads)]
    return np.stack(slices, axis=-3)


@RIGHT.to("split_heads")
def fill_head_by_head(X, num_heads):
    d_head = X.shape[-1] // num_heads
    if d_head * num_heads != X.shape[-1]:
        raise ValueError
    heads = np.empty((*X.shape[:-2], num_heads, X.shape[-2], d_head), dtype=X.dtype)
    for i in range(num_heads):
        heads[..., i, :, :] = X[..., i * d_head : (i + 1) * d_head]
    return heads


@RIGHT.to("split_heads")
def loops(X, num_heads):
    *batch, n, d_model = X.shape
    if d_model % num_heads:
        raise ValueError("does not divide")
    d_head = d_model // num_heads
    heads = np.zeros((*batch, num_heads, n, d_head))
    for index in np.ndindex(heads.shape):
        *b, h, i, c = index
        heads[index] = X[(*b, i, h * d_head + c)]
    return heads


@RIGHT.to("split_heads")
def transpose_by_list(X, num_heads):
    if X.shape[-1] % num_heads > 0:
        raise ValueError("d_model")
    heads = X.reshape(*X.shape[:-1], num_heads, -1)
    order = list(range(heads.ndim))
    order[-3], order[-2] = order[-2], order[-3]
    return heads.transpose(order)


@RIGHT.to("split_heads")
def einsum(X, num_heads):
    heads = np.reshape(X, (*X.shape[:-1], num_heads, X.shape[-1] // num_heads))
    return np.einsum("...nhd->...hnd", heads)


@RIGHT.to("split_heads")
def index_array(X, num_heads):
    columns = np.arange(X.shape[-1]).reshape(num_heads, -1)
    return np.moveaxis(np.take(X, columns, axis=-1), -2, -3)


@RIGHT.to("split_heads")
def columns_first(X, num_heads):
    *batch, n, d_model = X.shape
    print(d_model, "columns for", num_heads, "heads")
    by_column = np.swapaxes(X, -1, -2).copy()
    return by_column.reshape(*batch, num_heads, d_model // num_heads, n).swapaxes(-1, -2)


@RIGHT.to("split_heads")
def selection_matrices(X, num_heads):
    identity = np.eye(X.shape[-1], dtype=X.dtype)
    return np.stack([X @ part for part in np.hsplit(identity, num_heads)], axis=-3)


@RIGHT.to("merge_heads")
def swapaxes_and_reshape(X):
    *batch, num_heads, n, d_head = X.shape
    return X.swapaxes(-3, -2).reshape(*batch, n, num_heads * d_head)


@RIGHT.to("merge_heads")
def concatenate(X):
    return np.concatenate([X[..., i, :, :] for i in range(X.shape[-3])], axis=-1)


@RIGHT.to("merge_heads")
def moveaxis_unknown_dimension(X):
    rows = np.moveaxis(X, -3, -2)
    return rows.reshape((*rows.shape[:-2], -1))


@RIGHT.to("merge_heads")
def unpack_heads(X):
    return np.concatenate(tuple(np.moveaxis(X, -3, 0)), axis=-1)


@RIGHT.to("merge_heads")
def fill_slices(X):
    *batch, num_heads, n, d_head = X.shape
    merged = np.empty((*batch, n, num_heads * d_head), dtype=X.dtype)
    for i in range(num_heads):
        merged[..., i * d_head : (i + 1) * d_head] = X[..., i, :, :]
    return merged


@RIGHT.to("merge_heads")
def number_by_number(X):
    *batch, num_heads, n, d_head = X.shape
    merged = np.zeros((*batch, n, num_heads * d_head))
    for index in np.ndindex(merged.shape):
        *b, i, column = index
        merged[index] = X[(*b, column // d_head, i, column % d_head)]
    return merged


@RIGHT.to("merge_heads")
def row_by_row(X):
    rows = [X[..., :, i, :].reshape(*X.shape[:-3], -1) for i in range(X.shape[-2])]
    return np.stack(rows, axis=-2)


@RIGHT.to("merge_heads")
def einsum_and_reshape(X):
    rows = np.einsum("...hnd->...nhd", X)
    return rows.reshape(*rows.shape[:-2], rows.shape[-2] * rows.shape[-1])


@RIGHT.to("merge_heads")
def recursion_over_batches(X):
    if X.ndim > 3:
        return np.stack([recursion_over_batches(part) for part in X])
    return np.hstack(list(X))


@RIGHT.to("merge_heads")
def transposed_view(X):
    *batch, num_heads, n, d_head = X.shape
    columns = X.swapaxes(-1, -2).reshape(*batch, num_heads * d_head, n)
    return columns.swapaxes(-1, -2)


@RIGHT.to("merge_heads")
def transpose_by_list_and_print(X):
    order = [*range(X.ndim - 3), X.ndim - 2, X.ndim - 3, X.ndim - 1]
    rows = np.transpose(X, order)
    print(rows.shape)
    return np.asfortranarray(rows.reshape(*rows.shape[:-2], -1))


@RIGHT.to("merge_heads")
def reduce_pairwise(X):
    merged = X[..., 0, :, :]
    for i in range(1, X.shape[-3]):
        merged = np.append(merged, X[..., i, :, :], axis=-1)
    return merged


def head_width(d_model, num_heads):
    """Return the width of a head, or raise where the heads do not come out even."""
    if d_model % num_heads:
        raise ValueError(f"{num_heads} heads, {d_model} columns")
    return d_model // num_heads


@RIGHT.to("multi_head_attention")
def split_attend_merge(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    Q, K, V = (reshape_and_swapaxes(a, num_heads) for a in (X @ W_Q, memory @ W_K, memory @ W_V))
    if mask is not None and mask.ndim > 2:
        mask = mask[..., np.newaxis, :, :]
    weights = share(Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1]), mask)
    return swapaxes_and_reshape(weights @ V) @ W_O, weights


@RIGHT.to("multi_head_attention")
def one_head_at_a_time(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d_head = head_width(W_Q.shape[1], num_heads)
    blends, all_weights = [], []
    for i in range(num_heads):
        own = slice(i * d_head, (i + 1) * d_head)
        Q, K, V = X @ W_Q[:, own], memory @ W_K[:, own], memory @ W_V[:, own]
        weights = share(Q @ np.swapaxes(K, -1, -2) / math.sqrt(d_head), mask)
        blends.append(weights @ V)
        all_weights.append(weights)
    return np.concatenate(blends, axis=-1) @ W_O, np.stack(all_weights, axis=-3)


@RIGHT.to("multi_head_attention")
def sum_over_heads(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d_head = head_width(W_Q.shape[1], num_heads)
    output, all_weights = 0, []
    for start in range(0, W_Q.shape[1], d_head):
        stop = start + d_head
        Q, K = X @ W_Q[:, start:stop], memory @ W_K[:, start:stop]
        weights = share(Q @ np.swapaxes(K, -1, -2) / d_head**0.5, mask)
        output = output + weights @ memory @ W_V[:, start:stop] @ W_O[start:stop]
        all_weights.append(weights)
    return output, np.moveaxis(np.array(all_weights), 0, -3)


@RIGHT.to("multi_head_attention")
def four_einsums(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d_model = len(W_Q)
    d_head = head_width(d_model, num_heads)
    A, B, C = (W.reshape(d_model, num_heads, d_head) for W in (W_Q, W_K, W_V))
    Q = np.einsum("...ia,ahd->...hid", X, A)
    K = np.einsum("...ja,ahd->...hjd", memory, B)
    V = np.einsum("...ja,ahd->...hjd", memory, C)
    scores = np.einsum("...hid,...hjd->...hij", Q, K) / np.sqrt(d_head)
    weights = share(scores, readable(mask, X, memory)[..., np.newaxis, :, :])
    D = W_O.reshape(num_heads, d_head, d_model)
    return np.einsum("...hij,...hjd,hda->...ia", weights, V, D, optimize=True), weights


@RIGHT.to("multi_head_attention")
def heads_as_a_leading_axis(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    Q, K, V = (
        np.stack(np.split(a, num_heads, axis=-1)) for a in (X @ W_Q, memory @ W_K, memory @ W_V)
    )
    weights = share((Q / math.sqrt(Q.shape[-1])) @ K.mT, mask)
    blends = weights @ V
    return np.concatenate(list(blends), axis=-1) @ W_O, np.moveaxis(weights, 0, -3)


@RIGHT.to("multi_head_attention")
def batch_by_batch(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d_head = head_width(X.shape[-1], num_heads)
    mask = readable(mask, X, memory)
    n_q, n_k, d_model = X.shape[-2], memory.shape[-2], X.shape[-1]
    output = np.zeros((*X.shape[:-2], n_q, d_model))
    weights = np.zeros((*X.shape[:-2], num_heads, n_q, n_k))
    for batch in np.ndindex(X.shape[:-2]):
        Q, K, V = X[batch] @ W_Q, memory[batch] @ W_K, memory[batch] @ W_V
        blended = np.zeros((n_q, d_model))
        for h in range(num_heads):
            c = np.s_[:, h * d_head : (h + 1) * d_head]
            weights[(*batch, h)] = share(Q[c] @ K[c].T / np.sqrt(d_head), mask[batch])
            blended[c] = weights[(*batch, h)] @ V[c]
        output[batch] = blended @ W_O
    return output, weights


@RIGHT.to("multi_head_attention")
def recursion(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    mask = readable(mask, X, memory)
    if X.ndim > 2:
        results = [
            recursion(x, m, W_Q, W_K, W_V, W_O, num_heads, allowed)
            for x, m, allowed in zip(X, memory, mask, strict=True)
        ]
        return [np.stack(part) for part in zip(*results, strict=True)]
    Q, K, V = (numpy_split(a, num_heads) for a in (X @ W_Q, memory @ W_K, memory @ W_V))
    weights = np.stack(
        [share(q @ k.T / np.sqrt(q.shape[1]), mask) for q, k in zip(Q, K, strict=True)]
    )
    return np.hstack([w @ v for w, v in zip(weights, V, strict=True)]) @ W_O, weights


@RIGHT.to("multi_head_attention")
def additive_mask_per_head(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d_head = head_width(X.shape[-1], num_heads)
    allowed = np.repeat(readable(mask, X, memory)[..., None, :, :], num_heads, axis=-3)
    Q, K, V = (
        np.moveaxis((rows @ W).reshape(*rows.shape[:-1], num_heads, d_head), -2, -3)
        for rows, W in ((X, W_Q), (memory, W_K), (memory, W_V))
    )
    scores = Q @ np.swapaxes(K, -1, -2) * d_head**-0.5 + np.where(allowed, 0, -1e30)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    weights = e / np.maximum(e.sum(axis=-1, keepdims=True), 1e-300)
    return concatenate(weights @ V) @ W_O, weights


@RIGHT.to("multi_head_attention")
def output_matrix_inside(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d_head = head_width(X.shape[-1], num_heads)
    Q, K = stacked_slices(X @ W_Q, num_heads), stacked_slices(memory @ W_K, num_heads)
    weights = share(
        np.matmul(Q, K.mT) / math.sqrt(d_head), readable(mask, X, memory)[..., None, :, :]
    )
    mixed = np.stack(
        [
            memory @ (W_V[:, i : i + d_head] @ W_O[i : i + d_head])
            for i in range(0, X.shape[-1], d_head)
        ],
        axis=-3,
    )
    return (weights @ mixed).sum(axis=-3), weights


@RIGHT.to("multi_head_attention")
def flattened_batch_and_heads(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d_head = head_width(X.shape[-1], num_heads)
    batch, n_q, n_k = X.shape[:-2], X.shape[-2], memory.shape[-2]

    def heads(rows, W):
        split = (rows @ W).reshape(-1, rows.shape[-2], num_heads, d_head)
        return split.transpose(0, 2, 1, 3).reshape(-1, rows.shape[-2], d_head)

    allowed = np.broadcast_to(mask if mask is not None else True, (*batch, n_q, n_k))
    allowed = np.repeat(allowed.reshape(-1, n_q, n_k), num_heads, axis=0)
    Q, K, V = heads(X, W_Q), heads(memory, W_K), heads(memory, W_V)
    weights = share(np.einsum("bid,bjd->bij", Q, K) / np.sqrt(d_head), allowed)
    merged = (weights @ V).reshape(-1, num_heads, n_q, d_head).transpose(0, 2, 1, 3)
    output = merged.reshape(*batch, n_q, num_heads * d_head) @ W_O
    return output, weights.reshape(*batch, num_heads, n_q, n_k)


@RIGHT.to("multi_head_attention")
def heads_on_the_last_axis(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d_head = head_width(X.shape[-1], num_heads)
    print("heads:", num_heads, "columns each:", d_head)
    Q = (X @ W_Q).reshape(*X.shape[:-1], num_heads, d_head)
    K = (memory @ W_K).reshape(*memory.shape[:-1], num_heads, d_head)
    V = (memory @ W_V).reshape(*memory.shape[:-1], num_heads, d_head)
    scores = np.einsum("...ihd,...jhd->...ijh", Q, K) / math.sqrt(d_head)
    weights = share(np.moveaxis(scores, -1, -3), readable(mask, X, memory)[..., None, :, :])
    blends = np.einsum("...hij,...jhd->...ihd", weights, V)
    return blends.reshape(*X.shape[:-1], -1) @ W_O, weights


@RIGHT.to("multi_head_attention")
def zero_the_other_columns(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d_head = head_width(X.shape[-1], num_heads)
    owner = np.arange(X.shape[-1]) // d_head
    Q, K, V = X @ W_Q, memory @ W_K, memory @ W_V
    blended, all_weights = np.zeros_like(Q @ W_O, dtype=float), []
    for head in range(num_heads):
        own = owner == head
        weights = share((Q * own) @ K.mT / math.sqrt(own.sum()), mask)
        blended = blended + (weights @ V) * own
        all_weights.append(weights)
    return np.dot(blended, W_O), np.stack(all_weights, axis=-3)
