"""Answers with a mistake of a kind that the catalogue was not made from, or with two at once."""

import numpy as np

import solutions
from answers.registry import Answers

WRONG = Answers()
swap = np.swapaxes


def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


@WRONG.to("hard_lookup")
def best_of_the_first_three(query, keys, values):
    return values[np.argmax(keys[:3] @ query)]


@WRONG.to("hard_lookup", "returns-key", "argmin-key")
def key_of_the_smallest(query, keys, values):
    return keys[np.argmin(keys @ query)]


@WRONG.to("hard_lookup")
def the_second_best(query, keys, values):
    return values[np.argsort(keys @ query)[-2:][0]]


@WRONG.to("hard_lookup")
def rounded_scores(query, keys, values):
    return values[np.argmax(np.round(keys @ query))]


@WRONG.to("blend")
def one_weight_for_each_column(weights, values):
    return np.sum(values, axis=0) * np.mean(weights, axis=-1, keepdims=True)


@WRONG.to("blend", "blend-normalises", "weights-transposed")
def normalised_and_turned(weights, values):
    return (weights / weights.sum(axis=-1, keepdims=True)).T @ values


@WRONG.to("blend")
def negative_weights_left_out(weights, values):
    return np.where(weights > 0, weights, 0) @ values


@WRONG.to("blend")
def squared_weights(weights, values):
    return weights**2 @ values


@WRONG.to("project", "weight-transposed", "bias-subtracted")
def turned_and_subtracted(X, W, b=None):
    return X @ W.T if b is None else X @ W.T - b


@WRONG.to("project")
def half_a_bias(X, W, b=None):
    return X @ W if b is None else X @ W + b / 2


@WRONG.to("project")
def bias_backwards(X, W, b=None):
    return X @ W if b is None else X @ W + b[::-1]


@WRONG.to("project")
def bias_on_the_first_row(X, W, b=None):
    Y = np.array(X @ W, dtype=float)
    if b is not None:
        Y[..., 0, :] += b
    return Y


@WRONG.to("project_qkv", "weights-swapped", "result-transposed")
def swapped_and_turned(X, W_Q, W_K, W_V):
    return tuple(swap(X @ W, -1, -2) for W in (W_K, W_Q, W_V))


@WRONG.to("project_qkv")
def values_not_projected(X, W_Q, W_K, W_V):
    return X @ W_Q, X @ W_K, X


@WRONG.to("project_qkv")
def values_halved(X, W_Q, W_K, W_V):
    return X @ W_Q, X @ W_K, X @ W_V / 2


@WRONG.to("dot_product_scores")
def diagonal_left_out(Q, K):
    scores = np.array(Q @ swap(K, -1, -2), dtype=float)
    for i in range(min(scores.shape[-2:])):
        scores[..., i, i] = 0
    return scores


@WRONG.to("dot_product_scores", "rows-are-keys", "ignores-sign")
def sizes_of_the_turned_table(Q, K):
    return np.abs(K @ swap(Q, -1, -2))


@WRONG.to("dot_product_scores")
def without_the_last_column(Q, K):
    return Q[..., :-1] @ swap(K[..., :-1], -1, -2)


@WRONG.to("dot_product_scores")
def upper_half_only(Q, K):
    return np.triu(Q @ swap(K, -1, -2))


@WRONG.to("cosine_scores")
def keys_of_unit_length_twice(Q, K):
    lengths = np.linalg.norm(K, axis=-1, keepdims=True)
    units = K / np.where(lengths == 0, 1, lengths)
    return Q @ swap(units, -1, -2)


@WRONG.to("cosine_scores")
def zero_vectors_score_one(Q, K):
    scores = solutions.cosine_scores(Q, K)
    zero = ~Q.any(axis=-1)[..., :, None] | ~K.any(axis=-1)[..., None, :]
    return np.where(zero, 1.0, scores)


@WRONG.to("cosine_scores")
def roots_left_out_of_the_queries(Q, K):
    Q = Q / np.maximum((Q * Q).sum(axis=-1, keepdims=True), 1e-30)
    lengths = np.linalg.norm(K, axis=-1, keepdims=True)
    return Q @ swap(K / np.where(lengths == 0, 1, lengths), -1, -2)


@WRONG.to("cosine_scores")
def rounded_to_two_digits(Q, K):
    return np.round(solutions.cosine_scores(Q, K), 2)


@WRONG.to("dot_product_std")
def queries_of_ones(d_k, n_samples, rng):
    return np.std(rng.standard_normal((n_samples, d_k)).sum(axis=1)) * 2


@WRONG.to("dot_product_std")
def half_of_the_range(d_k, n_samples, rng):
    Q, K = rng.standard_normal((2, n_samples, d_k))
    dots = (Q * K).sum(axis=1)
    return (dots.max() - dots.min()) / 2


@WRONG.to("scaled_scores")
def root_of_both_widths(Q, K):
    return Q @ swap(K, -1, -2) / np.sqrt(Q.shape[-1] + K.shape[-1])


@WRONG.to("scaled_scores", "scale-missing", "rows-are-keys")
def turned_and_unscaled(Q, K):
    return K @ swap(Q, -1, -2)


@WRONG.to("scaled_scores")
def fixed_width_of_three(Q, K):
    return Q @ swap(K, -1, -2) / np.sqrt(3)


@WRONG.to("scaled_scores", "scale-multiplies")
def multiplied_by_mistake(Q, K):
    return np.sqrt(K.shape[-1]) * np.einsum("...id,...jd->...ij", Q, K)


@WRONG.to("softmax", "power-of-two", "softmax-whole-array")
def powers_of_two_of_everything(x, axis=-1):
    p = 2.0 ** (x - x.max())
    return p / p.sum()


@WRONG.to("softmax")
def without_the_largest(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / (e.sum(axis=axis, keepdims=True) - 1 + 1e-12)


@WRONG.to("softmax")
def square_root_of_weights(x, axis=-1):
    return np.sqrt(softmax(x, axis))


@WRONG.to("softmax")
def one_minus(x, axis=-1):
    return 1 - softmax(x, axis)


@WRONG.to("temperature_softmax", "temperature-multiplies", "temperature-unchecked")
def multiplied_and_unchecked(x, temperature, axis=-1):
    return softmax(x * temperature, axis)


@WRONG.to("temperature_softmax")
def temperature_minus_one(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("temperature")
    return softmax(x / temperature - 1 / temperature, axis) ** (1 / temperature)


@WRONG.to("temperature_softmax", "other-error", "temperature-ignored")
def ignored_and_refused_otherwise(x, temperature, axis=-1):
    if temperature <= 0:
        raise TypeError("temperature")
    return softmax(x, axis)


@WRONG.to("masked_softmax", "mask-inverted", "no-max-subtraction")
def inverted_and_unshifted(scores, mask):
    e = np.exp(scores) * ~mask
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total == 0, 1, total)


@WRONG.to("masked_softmax")
def hidden_share_given_to_the_first(scores, mask):
    weights = softmax(scores)
    hidden = np.where(mask, 0, weights).sum(axis=-1)
    weights = np.where(mask, weights, 0)
    weights[..., 0] += hidden
    return weights


@WRONG.to("masked_softmax")
def empty_rows_get_a_one(scores, mask):
    weights = solutions.masked_softmax(scores, mask)
    empty = weights.sum(axis=-1) == 0
    weights[empty, 0] = 1
    return weights


@WRONG.to("masked_softmax", "softmax-wrong-axis", "mask-fills-zero")
def columns_of_zeros(scores, mask):
    return softmax(np.where(mask, scores, 0), -2)


@WRONG.to("causal_mask")
def two_at_most(n):
    i, j = np.indices((n, n))
    return (j <= i) & (i - j < 2)


@WRONG.to("causal_mask")
def never_oneself_but_the_first(n):
    mask = np.tril(np.ones((n, n), dtype=bool), -1)
    mask[0, 0] = True
    return mask


@WRONG.to("attention", "scale-missing", "mask-inverted")
def unscaled_and_inverted(Q, K, V, mask=None):
    scores = Q @ swap(K, -1, -2)
    weights = softmax(scores) if mask is None else solutions.masked_softmax(scores, ~mask)
    return weights @ V, weights


@WRONG.to("attention", "scale-by-dk", "returns-swapped")
def by_dk_and_swapped(Q, K, V, mask=None):
    scores = Q @ swap(K, -1, -2) / Q.shape[-1]
    weights = softmax(scores) if mask is None else solutions.masked_softmax(scores, mask)
    return weights, weights @ V


@WRONG.to("attention")
def output_plus_the_queries_mean(Q, K, V, mask=None):
    output, weights = solutions.attention(Q, K, V, mask)
    return output + Q.mean(axis=-1, keepdims=True), weights


@WRONG.to("attention")
def weights_of_a_second_softmax_for_the_output(Q, K, V, mask=None):
    _, weights = solutions.attention(Q, K, V, mask)
    return softmax(weights) @ V, weights


@WRONG.to("attention")
def empty_rows_average_the_values(Q, K, V, mask=None):
    output, weights = solutions.attention(Q, K, V, mask)
    empty = ~weights.any(axis=-1, keepdims=True)
    return np.where(empty, V.mean(axis=-2, keepdims=True), output), weights


@WRONG.to("cross_attention", "roles-swapped", "scale-missing")
def swapped_and_unscaled(X, memory, W_Q, W_K, W_V, mask=None):
    Q, K, V = X @ W_Q, memory @ W_K, X @ W_V
    scores = Q @ swap(K, -1, -2)
    weights = softmax(scores) if mask is None else solutions.masked_softmax(scores, mask)
    return weights @ V, weights


@WRONG.to("cross_attention")
def values_from_the_keys(X, memory, W_Q, W_K, W_V, mask=None):
    K = memory @ W_K
    _, weights = solutions.attention(X @ W_Q, K, memory @ W_V, mask)
    return weights @ K @ np.linalg.pinv(W_K) @ W_V * 1.01, weights


@WRONG.to("cross_attention")
def residual_added(X, memory, W_Q, W_K, W_V, mask=None):
    output, weights = solutions.cross_attention(X, memory, W_Q, W_K, W_V, mask)
    return output + (X @ W_Q).sum(axis=-1, keepdims=True), weights


@WRONG.to("split_heads", "heads-interleaved", "heads-unchecked")
def interleaved_and_unchecked(X, num_heads):
    return np.stack([X[..., i::num_heads] for i in range(num_heads)], axis=-3)


@WRONG.to("split_heads")
def last_head_twice(X, num_heads):
    heads = solutions.split_heads(X, num_heads).copy()
    heads[..., 0, :, :] = heads[..., -1, :, :]
    return heads


@WRONG.to("merge_heads")
def heads_sorted(X):
    return np.sort(solutions.merge_heads(X), axis=-1)


@WRONG.to("merge_heads")
def heads_weighted(X):
    return solutions.merge_heads(X * np.arange(1, X.shape[-3] + 1)[:, None, None])


@WRONG.to("multi_head_attention", "output-projection-missing", "scale-by-d-model")
def unmixed_and_scaled_by_d_model(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    Q, K, V = (solutions.split_heads(a, num_heads) for a in (X @ W_Q, memory @ W_K, memory @ W_V))
    scores = Q @ swap(K, -1, -2) / np.sqrt(X.shape[-1])
    mask = mask if mask is None or mask.ndim < 3 else np.expand_dims(mask, -3)
    weights = softmax(scores) if mask is None else solutions.masked_softmax(scores, mask)
    return solutions.merge_heads(weights @ V), weights


@WRONG.to("multi_head_attention")
def output_mixed_twice(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    output, weights = solutions.multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask)
    return output @ W_O, weights


@WRONG.to("multi_head_attention")
def weights_of_the_first_head(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    output, weights = solutions.multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask)
    return output, np.repeat(weights[..., :1, :, :], num_heads, axis=-3)


@WRONG.to("multi_head_attention")
def two_heads_whatever_is_asked(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    if X.shape[-1] % num_heads:
        raise ValueError("heads")
    return solutions.multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, 2, mask)
