"""Wrong answers to chapters 6 and 7."""

import numpy as np

from answers.registry import Answers
from answers.right.attention import readable, share
from answers.right.multihead import (
    head_width,
    reshape_and_swapaxes,
    swapaxes_and_reshape,
)

WRONG = Answers()


@WRONG.to("causal_mask")
def previous_only(n):
    return np.eye(n, dtype=bool) | np.eye(n, k=-1, dtype=bool)


@WRONG.to("causal_mask")
def one_ahead(n):
    return np.tri(n, k=1, dtype=bool)


@WRONG.to("causal_mask")
def all_but_the_last(n):
    mask = np.tri(n, dtype=bool)
    mask[-1, -1] = False
    return mask


@WRONG.to("causal_mask")
def anti_diagonal(n):
    return np.fliplr(np.tri(n, dtype=bool))


@WRONG.to("causal_mask")
def everything(n):
    return np.ones((n, n), dtype=bool)


@WRONG.to("causal_mask")
def one_row_too_many(n):
    return np.tri(n + 1, n, dtype=bool)


@WRONG.to("causal_mask")
def five_positions(n):
    return np.tri(5, dtype=bool)


@WRONG.to("causal_mask")
def minus_infinity(n):
    return np.where(np.tri(n, dtype=bool), 0.0, -np.inf)


def scaled(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / np.sqrt(K.shape[-1])


@WRONG.to("attention")
def adds_the_queries(Q, K, V, mask=None):
    weights = share(scaled(Q, K), mask)
    output = weights @ V
    return output + output.mean(axis=-2, keepdims=True), weights


@WRONG.to("attention")
def returns_the_scores(Q, K, V, mask=None):
    scores = scaled(Q, K)
    return share(scores, mask) @ V, scores


@WRONG.to("attention")
def mask_only_on_the_output(Q, K, V, mask=None):
    weights = share(scaled(Q, K))
    return share(scaled(Q, K), mask) @ V, weights


@WRONG.to("attention")
def always_causal(Q, K, V, mask=None):
    causal = np.tri(Q.shape[-2], K.shape[-2], dtype=bool)
    weights = share(scaled(Q, K), causal if mask is None else mask & causal)
    return weights @ V, weights


@WRONG.to("attention")
def needs_a_mask(Q, K, V, mask=None):
    weights = share(np.where(mask, scaled(Q, K), -1e30)) * mask
    return weights @ V, weights


@WRONG.to("attention")
def weights_applied_twice(Q, K, V, mask=None):
    weights = share(scaled(Q, K), mask)
    if weights.shape[-1] == weights.shape[-2]:
        return weights @ (weights @ V), weights
    return weights @ V, weights


@WRONG.to("attention")
def only_the_best_two(Q, K, V, mask=None):
    scores = scaled(Q, K)
    second = np.sort(scores, axis=-1)[..., -2:-1] if K.shape[-2] > 1 else scores
    allowed = (scores >= second) & readable(mask, Q, K)
    weights = share(scores, allowed)
    return weights @ V, weights


@WRONG.to("attention")
def empty_rows_read_everything(Q, K, V, mask=None):
    if mask is not None:
        mask = mask | ~mask.any(axis=-1, keepdims=True)
    weights = share(scaled(Q, K), mask)
    return weights @ V, weights


@WRONG.to("cross_attention")
def keys_through_the_query_matrix(X, memory, W_Q, W_K, W_V, mask=None):
    weights = share(scaled(X @ W_Q, memory @ W_Q), mask)
    return weights @ (memory @ W_V), weights


@WRONG.to("cross_attention")
def values_not_projected(X, memory, W_Q, W_K, W_V, mask=None):
    weights = share(scaled(X @ W_Q, memory @ W_K), mask)
    return weights @ memory, weights


@WRONG.to("cross_attention")
def queries_not_projected(X, memory, W_Q, W_K, W_V, mask=None):
    weights = share(scaled(X, memory @ W_K @ W_Q.T), mask)
    return weights @ (memory @ W_V), weights


@WRONG.to("cross_attention")
def residual(X, memory, W_Q, W_K, W_V, mask=None):
    weights = share(scaled(X @ W_Q, memory @ W_K), mask)
    return weights @ (memory @ W_V) + (X @ W_V).mean(axis=-2, keepdims=True), weights


@WRONG.to("cross_attention")
def keys_and_values_swapped(X, memory, W_Q, W_K, W_V, mask=None):
    if W_K.shape != W_V.shape:
        W_K, W_V = W_K[:, : W_V.shape[1]], W_V[:, : W_K.shape[1]]
    weights = share(scaled((X @ W_Q)[..., : W_V.shape[1]], memory @ W_V), mask)
    return weights @ (memory @ W_K), weights


@WRONG.to("cross_attention")
def reads_both(X, memory, W_Q, W_K, W_V, mask=None):
    both = np.concatenate([memory, X], axis=-2)
    weights = share(scaled(X @ W_Q, both @ W_K))[..., : memory.shape[-2]]
    return weights @ (memory @ W_V), weights


@WRONG.to("split_heads")
def reversed_heads(X, num_heads):
    return reshape_and_swapaxes(X, num_heads)[..., ::-1, :, :]


@WRONG.to("split_heads")
def drops_what_is_left(X, num_heads):
    d_head = X.shape[-1] // num_heads
    return reshape_and_swapaxes(X[..., : d_head * num_heads], num_heads)


@WRONG.to("split_heads")
def heads_after_rows(X, num_heads):
    return np.moveaxis(reshape_and_swapaxes(X, num_heads), -3, -2)


@WRONG.to("split_heads")
def heads_first_of_all(X, num_heads):
    return np.moveaxis(reshape_and_swapaxes(X, num_heads), -3, 0)


@WRONG.to("split_heads")
def transposed_heads(X, num_heads):
    return np.swapaxes(reshape_and_swapaxes(X, num_heads), -1, -2)


@WRONG.to("split_heads")
def a_tuple_of_heads(X, num_heads):
    return tuple(np.split(X, num_heads, axis=-1))


@WRONG.to("split_heads")
def raises_another_error(X, num_heads):
    if X.shape[-1] % num_heads:
        raise TypeError("num_heads must divide d_model")
    return reshape_and_swapaxes(X, num_heads)


@WRONG.to("merge_heads")
def sums_the_heads(X):
    return X.sum(axis=-3)


@WRONG.to("merge_heads")
def first_head_only(X):
    return X[..., 0, :, :]


@WRONG.to("merge_heads")
def one_below_the_other(X):
    return np.concatenate(list(np.moveaxis(X, -3, 0)), axis=-2)


@WRONG.to("merge_heads")
def reversed_order(X):
    return swapaxes_and_reshape(X[..., ::-1, :, :])


@WRONG.to("merge_heads")
def reads_columns_first(X):
    *batch, num_heads, n, d_head = X.shape
    return X.swapaxes(-3, -2).swapaxes(-1, -2).reshape(*batch, n, num_heads * d_head)


@WRONG.to("merge_heads")
def first_axis_for_heads(X):
    return np.concatenate(list(X), axis=-1)


@WRONG.to("multi_head_attention")
def mean_of_the_heads(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    output, weights = by_heads(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask)
    return output / num_heads, weights


@WRONG.to("multi_head_attention")
def mean_weights(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    output, weights = by_heads(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask)
    return output, weights.mean(axis=-3)


@WRONG.to("multi_head_attention")
def output_matrix_transposed(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    return by_heads(X, memory, W_Q, W_K, W_V, W_O.T, num_heads, mask)


@WRONG.to("multi_head_attention")
def output_matrix_first(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    return by_heads(X, memory, W_Q, W_K, W_O, W_V, num_heads, mask)


@WRONG.to("multi_head_attention")
def same_head_again(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    output, weights = by_heads(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask)
    return output, np.repeat(weights[..., :1, :, :], num_heads, axis=-3)


@WRONG.to("multi_head_attention")
def weights_of_the_heads_last(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    output, weights = by_heads(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask)
    return output, np.moveaxis(weights, -3, -1)


@WRONG.to("multi_head_attention")
def one_wide_head(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    head_width(X.shape[-1], num_heads)
    weights = share(scaled(X @ W_Q, memory @ W_K), mask)
    output = weights @ (memory @ W_V) @ W_O
    return output, np.stack([weights] * num_heads, axis=-3)


@WRONG.to("multi_head_attention")
def splits_the_inputs_rows(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d_head = head_width(X.shape[-1], num_heads)
    columns = np.roll(np.arange(X.shape[-1]), d_head)
    return by_heads(X, memory, W_Q[:, columns], W_K, W_V, W_O, num_heads, mask)


def by_heads(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask):
    """Return right multi-head attention, for answers that spoil what goes in or comes out."""
    Q, K, V = (reshape_and_swapaxes(a, num_heads) for a in (X @ W_Q, memory @ W_K, memory @ W_V))
    weights = share(scaled(Q, K), readable(mask, X, memory)[..., None, :, :])
    return swapaxes_and_reshape(weights @ V) @ W_O, weights
