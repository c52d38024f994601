"""Whole functions with one slip, as learners hand them in: chapters 5 to 7."""

import numpy as np

from answers.registry import Answers

WRONG = Answers()


# What the learner got right before.


def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def masked_softmax(scores, mask):
    allowed = np.where(mask, scores, -np.inf)
    largest = np.max(allowed, axis=-1, keepdims=True)
    e = np.exp(allowed - np.where(np.isinf(largest), 0, largest))
    total = np.sum(e, axis=-1, keepdims=True)
    return e / np.where(total == 0, 1, total)


def attention(Q, K, V, mask=None):
    scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    weights = softmax(scores) if mask is None else masked_softmax(scores, mask)
    return weights @ V, weights


def split_heads(X, num_heads):
    *batch, n, d_model = X.shape
    if d_model % num_heads != 0:
        raise ValueError("num_heads must divide d_model")
    return np.swapaxes(X.reshape(*batch, n, num_heads, d_model // num_heads), -2, -3)


def merge_heads(X):
    *batch, num_heads, n, d_head = X.shape
    return np.swapaxes(X, -2, -3).reshape(*batch, n, num_heads * d_head)


@WRONG.to("softmax")
def max_of_everything(x, axis=-1):
    e = np.exp(x - np.max(x))
    return e / np.sum(e, axis=axis, keepdims=True)


@WRONG.to("softmax")
def sum_without_keepdims(x, axis=-1):
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis)


@WRONG.to("softmax")
def keeps_the_last_axis_only(x, axis=-1):
    x = x - np.max(x, axis=axis, keepdims=True)
    return np.exp(x) / np.sum(np.exp(x), axis=-1, keepdims=True)


@WRONG.to("softmax")
def newaxis_for_keepdims(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis)[..., None])
    return e / np.sum(e, axis=axis)[..., None]


@WRONG.to("softmax")
def in_place_shift(x, axis=-1):
    x -= np.max(x, axis=axis, keepdims=True)
    e = np.exp(x)
    return e / np.sum(e, axis=axis, keepdims=True)


@WRONG.to("softmax")
def zeros_like(x, axis=-1):
    result = np.zeros_like(x)
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    result[...] = e / np.sum(e, axis=axis, keepdims=True)
    return result


@WRONG.to("softmax")
def rows_in_a_loop(x, axis=-1):
    result = np.empty(x.shape)
    for i, row in enumerate(x):
        e = np.exp(row - np.max(row))
        result[i] = e / np.sum(e)
    return result


@WRONG.to("softmax")
def expm1(x, axis=-1):
    e = np.expm1(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


@WRONG.to("softmax")
def subtracts_min(x, axis=-1):
    e = np.exp(x - np.min(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


@WRONG.to("softmax")
def forgets_the_parentheses(x, axis=-1):
    e = np.exp(x) - np.max(x, axis=axis, keepdims=True)
    return e / np.sum(e, axis=axis, keepdims=True)


@WRONG.to("temperature_softmax", "temperature-unchecked")
def zero_becomes_argmax(x, temperature, axis=-1):
    if temperature == 0:
        return (x == np.max(x, axis=axis, keepdims=True)).astype(float)
    return softmax(x / temperature, axis)


@WRONG.to("temperature_softmax", "error-returned")
def returns_the_error(x, temperature, axis=-1):
    if temperature <= 0:
        return ValueError("temperature must be positive")
    return softmax(x / temperature, axis)


@WRONG.to("temperature_softmax")
def prints_the_error(x, temperature, axis=-1):
    if temperature <= 0:
        print("ValueError: temperature must be positive")
    return softmax(x / temperature, axis)


@WRONG.to("temperature_softmax")
def axis_not_passed_on(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("temperature must be positive")
    return softmax(x / temperature)


@WRONG.to("temperature_softmax")
def divides_after_the_shift_only_above(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("temperature must be positive")
    shifted = x - np.max(x, axis=axis, keepdims=True)
    return np.exp(shifted / temperature) / np.sum(np.exp(shifted), axis=axis, keepdims=True)


@WRONG.to("temperature_softmax")
def refuses_zero_only(x, temperature, axis=-1):
    if not temperature:
        raise ValueError("temperature must not be 0")
    return softmax(x / temperature, axis)


@WRONG.to("masked_softmax")
def minus_1e9(scores, mask):
    return softmax(np.where(mask, scores, -1e9))


@WRONG.to("masked_softmax", "mutates-input")
def on_the_callers_array(scores, mask):
    scores[~np.broadcast_to(mask, scores.shape)] = -1e30
    return softmax(scores) * mask


@WRONG.to("masked_softmax", "mutates-input")
def writes_infinity_into_the_scores(scores, mask):
    scores[~mask] = -np.inf
    return softmax(scores)


@WRONG.to("masked_softmax")
def float32_lowest(scores, mask):
    filled = np.where(mask, scores, np.finfo(np.float32).min)
    return softmax(filled)


@WRONG.to("masked_softmax")
def nan_to_num_after(scores, mask):
    e = np.exp(np.where(mask, scores, -np.inf))
    return np.nan_to_num(e / e.sum(axis=-1, keepdims=True))


@WRONG.to("masked_softmax")
def multiplies_by_the_mask_first(scores, mask):
    e = np.exp(scores * mask)
    return e / e.sum(axis=-1, keepdims=True) * mask


@WRONG.to("masked_softmax", "max-includes-masked")
def epsilon_in_the_sum(scores, mask):
    e = np.exp(scores - np.max(scores, axis=-1, keepdims=True)) * mask
    return e / (np.sum(e, axis=-1, keepdims=True) + 1e-9)


@WRONG.to("masked_softmax")
def compresses_rows(scores, mask):
    result = np.zeros(scores.shape)
    for i in range(scores.shape[0]):
        allowed = mask[i]
        if allowed.any():
            result[i, allowed] = softmax(scores[i, allowed])
    return result


@WRONG.to("masked_softmax")
def empty_check_over_the_matrix(scores, mask):
    if not np.any(mask):
        return np.zeros_like(scores)
    return softmax(np.where(mask, scores, -1e9))


@WRONG.to("causal_mask")
def strictly_below(n):
    return np.tril(np.ones((n, n), dtype=bool), k=-1)


@WRONG.to("causal_mask")
def upper(n):
    return np.triu(np.ones((n, n))) == 1


@WRONG.to("causal_mask")
def tril_of_ones(n):
    return np.tril(np.ones((n, n)))


@WRONG.to("causal_mask")
def not_upper(n):
    return ~np.triu(np.ones((n, n), dtype=bool))


@WRONG.to("causal_mask")
def loop_one_short(n):
    mask = np.zeros((n, n), dtype=bool)
    for i in range(n):
        for j in range(i):
            mask[i, j] = True
    return mask


@WRONG.to("attention")
def forgets_that_mask_may_be_none(Q, K, V, mask=None):
    weights = masked_softmax(Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1]), mask)
    return weights @ V, weights


@WRONG.to("attention")
def inverts_a_none(Q, K, V, mask=None):
    scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    scores[~mask] = -1e9
    weights = softmax(scores)
    return weights @ V, weights


@WRONG.to("attention")
def if_mask(Q, K, V, mask=None):
    scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    if mask:
        scores = np.where(mask, scores, -1e9)
    weights = softmax(scores)
    return weights @ V, weights


@WRONG.to("attention", "mask-not-broadcast", "empty-row-uniform")
def boolean_assignment(Q, K, V, mask=None):
    scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    if mask is not None:
        scores[mask == False] = -1e9  # noqa: E712
    weights = softmax(scores)
    return weights @ V, weights


@WRONG.to("attention")
def scale_by_d_v(Q, K, V, mask=None):
    scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(V.shape[-1])
    weights = softmax(scores) if mask is None else masked_softmax(scores, mask)
    return weights @ V, weights


@WRONG.to("attention", "softmax-wrong-axis", "empty-row-uniform")
def softmax_over_queries(Q, K, V, mask=None):
    scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, -1e9)
    weights = softmax(scores, axis=-2)
    return weights @ V, weights


@WRONG.to("attention")
def t_on_batches(Q, K, V, mask=None):
    scores = Q @ K.T / np.sqrt(Q.shape[-1])
    weights = softmax(scores) if mask is None else masked_softmax(scores, mask)
    return weights @ V, weights


@WRONG.to("attention")
def unmasked_weights_returned(Q, K, V, mask=None):
    scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    weights = softmax(scores)
    if mask is not None:
        return masked_softmax(scores, mask) @ V, weights
    return weights @ V, weights


@WRONG.to("attention")
def mask_after_the_softmax(Q, K, V, mask=None):
    weights = softmax(Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1]))
    if mask is not None:
        weights = np.where(mask, weights, 0)
    return weights @ V, weights


@WRONG.to("attention")
def scores_function_overwritten(Q, K, V, mask=None):
    softmax = softmax(Q @ np.swapaxes(K, -1, -2))  # noqa: F823
    return softmax @ V, softmax


@WRONG.to("cross_attention")
def mask_left_behind(X, memory, W_Q, W_K, W_V, mask=None):
    return attention(X @ W_Q, memory @ W_K, memory @ W_V)


@WRONG.to("cross_attention")
def only_the_output(X, memory, W_Q, W_K, W_V, mask=None):
    return attention(X @ W_Q, memory @ W_K, memory @ W_V, mask)[0]


@WRONG.to("cross_attention")
def matrices_first(X, memory, W_Q, W_K, W_V, mask=None):
    return attention(W_Q @ X, W_K @ memory, W_V @ memory, mask)


@WRONG.to("cross_attention")
def mask_transposed(X, memory, W_Q, W_K, W_V, mask=None):
    mask = None if mask is None else mask.T
    return attention(X @ W_Q, memory @ W_K, memory @ W_V, mask)


@WRONG.to("split_heads")
def reshape_heads_first(X, num_heads):
    *batch, n, d_model = X.shape
    if d_model % num_heads:
        raise ValueError("no")
    return X.reshape(*batch, num_heads, n, d_model // num_heads)


@WRONG.to("split_heads")
def forgets_the_check(X, num_heads):
    *batch, n, d_model = X.shape
    d_head = d_model // num_heads
    return X[..., : num_heads * d_head].reshape(*batch, n, num_heads, d_head).swapaxes(-2, -3)


@WRONG.to("split_heads")
def float_width(X, num_heads):
    *batch, n, d_model = X.shape
    return X.reshape(*batch, n, num_heads, d_model / num_heads).swapaxes(-2, -3)


@WRONG.to("split_heads")
def transposes_two_axes_only(X, num_heads):
    n, d_model = X.shape
    return X.reshape(n, num_heads, d_model // num_heads).transpose(1, 0, 2)


@WRONG.to("split_heads")
def asserts_the_division(X, num_heads):
    *batch, n, d_model = X.shape
    assert d_model % num_heads == 0, "num_heads must divide d_model"
    return X.reshape(*batch, n, num_heads, -1).swapaxes(-2, -3)


@WRONG.to("split_heads", "head-axis-first", "heads-unchecked")
def list_of_heads(X, num_heads):
    d_head = X.shape[-1] // num_heads
    return [X[..., i * d_head : (i + 1) * d_head] for i in range(num_heads)]


@WRONG.to("split_heads")
def wrong_slices(X, num_heads):
    d_head = X.shape[-1] // num_heads
    if X.shape[-1] % num_heads:
        raise ValueError("no")
    return np.stack([X[..., i : i + d_head] for i in range(num_heads)], axis=-3)


@WRONG.to("merge_heads")
def reshape_only(X):
    *batch, num_heads, n, d_head = X.shape
    return X.reshape(*batch, n, num_heads * d_head)


@WRONG.to("merge_heads")
def concatenates_the_first_axis(X):
    return np.concatenate(X, axis=-1)


@WRONG.to("merge_heads")
def wrong_swap(X):
    *batch, num_heads, n, d_head = X.shape
    return np.swapaxes(X, -1, -2).reshape(*batch, n, num_heads * d_head)


@WRONG.to("merge_heads")
def swap_without_reshape(X):
    return X.swapaxes(-3, -2)


@WRONG.to("multi_head_attention")
def output_matrix_per_head(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    Q, K, V = (split_heads(a, num_heads) for a in (X @ W_Q, memory @ W_K, memory @ W_V))
    mask = mask[..., None, :, :] if mask is not None and mask.ndim > 2 else mask
    heads, weights = attention(Q, K, V, mask)
    d_head = Q.shape[-1]
    heads = heads @ W_O[:d_head, :d_head]
    return merge_heads(heads), weights


@WRONG.to("multi_head_attention")
def no_mask_axis(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    Q, K, V = (split_heads(a, num_heads) for a in (X @ W_Q, memory @ W_K, memory @ W_V))
    heads, weights = attention(Q, K, V, mask)
    return merge_heads(heads) @ W_O, weights


@WRONG.to("multi_head_attention")
def mask_axis_zero(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    Q, K, V = (split_heads(a, num_heads) for a in (X @ W_Q, memory @ W_K, memory @ W_V))
    if mask is not None:
        mask = mask[None]
    heads, weights = attention(Q, K, V, mask)
    return merge_heads(heads) @ W_O, weights


@WRONG.to("multi_head_attention")
def splits_before_projecting(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    Q = split_heads(X, num_heads)
    K = V = split_heads(memory, num_heads)
    mask = mask[..., None, :, :] if mask is not None and mask.ndim > 2 else mask
    heads, weights = attention(Q, K, V, mask)
    return merge_heads(heads) @ W_O, weights


@WRONG.to("multi_head_attention")
def scale_by_the_model(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    Q, K, V = (split_heads(a, num_heads) for a in (X @ W_Q, memory @ W_K, memory @ W_V))
    scores = Q @ K.swapaxes(-1, -2) / np.sqrt(X.shape[-1])
    if mask is None:
        weights = softmax(scores)
    else:
        weights = masked_softmax(scores, mask[..., None, :, :] if mask.ndim > 2 else mask)
    return merge_heads(weights @ V) @ W_O, weights


@WRONG.to("multi_head_attention")
def forgets_to_merge(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    Q, K, V = (split_heads(a, num_heads) for a in (X @ W_Q, memory @ W_K, memory @ W_V))
    mask = mask[..., None, :, :] if mask is not None and mask.ndim > 2 else mask
    heads, weights = attention(Q, K, V, mask)
    return heads @ W_O, weights


@WRONG.to("multi_head_attention")
def concatenates_along_rows(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d = X.shape[-1] // num_heads
    outs, ws = [], []
    for i in range(num_heads):
        cut = slice(i * d, (i + 1) * d)
        out, w = attention(X @ W_Q[:, cut], memory @ W_K[:, cut], memory @ W_V[:, cut], mask)
        outs.append(out)
        ws.append(w)
    return np.concatenate(outs, axis=-1) @ W_O, np.stack(ws)


@WRONG.to("multi_head_attention")
def weights_axis_at_the_end(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d = X.shape[-1] // num_heads
    if X.shape[-1] % num_heads:
        raise ValueError("no")
    outs, ws = [], []
    for i in range(num_heads):
        cut = slice(i * d, (i + 1) * d)
        out, w = attention(X @ W_Q[:, cut], memory @ W_K[:, cut], memory @ W_V[:, cut], mask)
        outs.append(out)
        ws.append(w)
    return np.concatenate(outs, axis=-1) @ W_O, np.stack(ws, axis=-1)


@WRONG.to("multi_head_attention")
def no_check_in_the_loop(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d = X.shape[-1] // num_heads
    outs, ws = [], []
    for i in range(num_heads):
        cut = slice(i * d, (i + 1) * d)
        out, w = attention(X @ W_Q[:, cut], memory @ W_K[:, cut], memory @ W_V[:, cut], mask)
        outs.append(out)
        ws.append(w)
    merged = np.concatenate(outs, axis=-1)
    return merged @ W_O[: merged.shape[-1]], np.stack(ws, axis=-3)


@WRONG.to("multi_head_attention")
def rows_of_the_matrices(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d = X.shape[-1] // num_heads
    if X.shape[-1] % num_heads:
        raise ValueError("no")
    outs, ws = [], []
    for i in range(num_heads):
        cut = slice(i * d, (i + 1) * d)
        out, w = attention(X @ W_Q[cut].T, memory @ W_K[cut].T, memory @ W_V[cut].T, mask)
        outs.append(out)
        ws.append(w)
    return np.concatenate(outs, axis=-1) @ W_O, np.stack(ws, axis=-3)


@WRONG.to("multi_head_attention")
def attention_gets_the_wrong_order(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    Q, K, V = (split_heads(a, num_heads) for a in (memory @ W_Q, X @ W_K, X @ W_V))
    mask = mask[..., None, :, :] if mask is not None and mask.ndim > 2 else mask
    heads, weights = attention(Q, K, V, mask)
    return merge_heads(heads) @ W_O, weights
