"""Wrong answers to chapters 1 to 4."""

import numpy as np

from answers.registry import Answers

WRONG = Answers()


@WRONG.to("hard_lookup")
def largest_size(query, keys, values):
    return values[np.argmax(np.abs(keys @ query))]


@WRONG.to("hard_lookup")
def starts_from_zero(query, keys, values):
    best, best_score = 0, 0
    for i, key in enumerate(keys):
        if key @ query > best_score:
            best, best_score = i, key @ query
    return values[best]


@WRONG.to("hard_lookup")
def never_looks_at_the_first(query, keys, values):
    best = 1 if len(keys) > 1 else 0
    for i in range(1, len(keys)):
        if keys[i] @ query > keys[best] @ query:
            best = i
    return values[best]


@WRONG.to("hard_lookup")
def never_looks_at_the_last(query, keys, values):
    best = 0
    for i in range(len(keys) - 1):
        if keys[i] @ query > keys[best] @ query:
            best = i
    return values[best]


@WRONG.to("hard_lookup")
def second_best(query, keys, values):
    order = np.argsort(keys @ query)
    return values[order[-2]] if len(keys) > 1 else values[0]


@WRONG.to("hard_lookup")
def only_positive_parts(query, keys, values):
    return values[np.argmax(np.maximum(keys * query, 0).sum(axis=1))]


@WRONG.to("hard_lookup")
def first_half_of_the_query(query, keys, values):
    half = (len(query) + 1) // 2
    return values[np.argmax(keys[:, :half] @ query[:half])]


@WRONG.to("hard_lookup")
def score_times_value(query, keys, values):
    scores = keys @ query
    return scores.max() * values[np.argmax(scores)]


@WRONG.to("blend")
def clipped_weights(weights, values):
    return np.clip(weights, 0, None) @ values


@WRONG.to("blend")
def forgets_the_last_value(weights, values):
    return weights[..., :-1] @ values[:-1]


@WRONG.to("blend")
def squared_weights(weights, values):
    return weights**2 @ values


@WRONG.to("blend")
def reversed_values(weights, values):
    return weights @ values[::-1]


@WRONG.to("blend")
def keeps_only_large_weights(weights, values):
    return np.where(np.abs(weights) > 0.5, weights, 0) @ values


@WRONG.to("blend")
def one_weight_row_only(weights, values):
    first = weights.reshape(-1, weights.shape[-1])[0]
    return np.broadcast_to(first @ values, (*weights.shape[:-1], values.shape[-1]))


@WRONG.to("blend")
def accumulates_over_rows(weights, values):
    blended = weights @ values
    return np.cumsum(blended, axis=0) if weights.ndim > 1 else blended


@WRONG.to("blend")
def whole_numbers(weights, values):
    return np.round(weights @ values)


@WRONG.to("project")
def bias_subtracted(X, W, b=None):
    return X @ W if b is None else X @ W - b


@WRONG.to("project")
def bias_on_the_first_row(X, W, b=None):
    projected = X @ W
    if b is not None:
        projected[..., 0, :] += b
    return projected


@WRONG.to("project")
def bias_scaled_by_rows(X, W, b=None):
    return X @ W if b is None else X @ W + b / X.shape[-2]


@WRONG.to("project")
def bias_needed(X, W, b=None):
    return X @ W + b


@WRONG.to("project")
def bias_truth_value(X, W, b=None):
    return X @ W + b if b else X @ W


@WRONG.to("project")
def summed_bias(X, W, b=None):
    return X @ W + (0 if b is None else b.sum())


@WRONG.to("project")
def rectified(X, W, b=None):
    return np.maximum(X @ W + (0 if b is None else b), 0)


@WRONG.to("project")
def first_sequence_only(X, W, b=None):
    X = X.reshape(-1, *X.shape[-2:])[0] if X.ndim > 2 else X
    return X @ W + (0 if b is None else b)


@WRONG.to("project_qkv")
def values_from_queries(X, W_Q, W_K, W_V):
    Q = X @ W_Q
    return Q, X @ W_K, Q


@WRONG.to("project_qkv")
def projections_in_a_row(X, W_Q, W_K, W_V):
    Q = X @ W_Q
    K = X @ W_K
    return Q + K, K, X @ W_V


@WRONG.to("project_qkv")
def a_dictionary(X, W_Q, W_K, W_V):
    return {"Q": X @ W_Q, "K": X @ W_K, "V": X @ W_V}


@WRONG.to("project_qkv")
def only_queries_and_keys(X, W_Q, W_K, W_V):
    return X @ W_Q, X @ W_K


@WRONG.to("project_qkv")
def side_by_side(X, W_Q, W_K, W_V):
    return np.concatenate([X @ W_Q, X @ W_K, X @ W_V], axis=-1)


@WRONG.to("project_qkv")
def normalised_queries(X, W_Q, W_K, W_V):
    Q = X @ W_Q
    return Q / np.linalg.norm(Q), X @ W_K, X @ W_V


@WRONG.to("project_qkv")
def keys_already_transposed(X, W_Q, W_K, W_V):
    return X @ W_Q, np.swapaxes(X @ W_K, -1, -2), X @ W_V


@WRONG.to("dot_product_scores")
def absolute_scores(Q, K):
    return np.abs(Q @ np.swapaxes(K, -1, -2))


@WRONG.to("dot_product_scores")
def distances(Q, K):
    return np.linalg.norm(Q[..., :, None, :] - K[..., None, :, :], axis=-1)


@WRONG.to("dot_product_scores")
def first_key_batch_for_all(Q, K):
    while K.ndim > 2:
        K = K[0]
    return Q @ K.T


@WRONG.to("dot_product_scores")
def squared_scores(Q, K):
    return (Q @ np.swapaxes(K, -1, -2)) ** 2


@WRONG.to("dot_product_scores")
def centred_keys(Q, K):
    return Q @ np.swapaxes(K - K.mean(axis=-2, keepdims=True), -1, -2)


@WRONG.to("dot_product_scores")
def misses_the_last_component(Q, K):
    return Q[..., :-1] @ np.swapaxes(K[..., :-1], -1, -2)


@WRONG.to("dot_product_scores")
def loop_over_queries_twice(Q, K):
    scores = np.zeros((*Q.shape[:-1], K.shape[-2]))
    for i in range(Q.shape[-2]):
        for j in range(min(Q.shape[-2], K.shape[-2])):
            scores[..., i, j] = np.sum(Q[..., i, :] * K[..., j, :], axis=-1)
    return scores


@WRONG.to("dot_product_scores")
def integers_only(Q, K):
    return (Q @ np.swapaxes(K, -1, -2)).astype(int)


@WRONG.to("cosine_scores")
def only_queries_normalised(Q, K):
    lengths = np.linalg.norm(Q, axis=-1, keepdims=True)
    return Q / np.where(lengths == 0, 1, lengths) @ np.swapaxes(K, -1, -2)


@WRONG.to("cosine_scores")
def squared_lengths(Q, K):
    Q2, K2 = (Q**2).sum(-1)[..., :, None], (K**2).sum(-1)[..., None, :]
    return Q @ np.swapaxes(K, -1, -2) / np.maximum(Q2 * K2, 1e-30)


@WRONG.to("cosine_scores")
def sum_of_lengths(Q, K):
    lengths_Q, lengths_K = np.linalg.norm(Q, axis=-1), np.linalg.norm(K, axis=-1)
    total = lengths_Q[..., :, None] + lengths_K[..., None, :]
    return Q @ np.swapaxes(K, -1, -2) / np.maximum(total, 1e-30)


@WRONG.to("cosine_scores")
def large_addend(Q, K):
    lengths_Q, lengths_K = np.linalg.norm(Q, axis=-1), np.linalg.norm(K, axis=-1)
    product = lengths_Q[..., :, None] * lengths_K[..., None, :]
    return Q @ np.swapaxes(K, -1, -2) / (product + 1e-3)


@WRONG.to("cosine_scores")
def high_floor(Q, K):
    def unit(vectors):
        return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 0.1)

    return unit(Q) @ np.swapaxes(unit(K), -1, -2)


@WRONG.to("cosine_scores")
def zero_scores_one(Q, K):
    lengths_Q, lengths_K = np.linalg.norm(Q, axis=-1), np.linalg.norm(K, axis=-1)
    product = lengths_Q[..., :, None] * lengths_K[..., None, :]
    dots = Q @ np.swapaxes(K, -1, -2)
    return np.where(product == 0, 1, dots / np.where(product == 0, 1, product))


@WRONG.to("cosine_scores")
def sum_norm(Q, K):
    def unit(vectors):
        total = np.abs(vectors).sum(axis=-1, keepdims=True)
        return vectors / np.where(total == 0, 1, total)

    return unit(Q) @ np.swapaxes(unit(K), -1, -2)


@WRONG.to("cosine_scores")
def only_the_zero_query_guarded(Q, K):
    lengths_Q = np.linalg.norm(Q, axis=-1, keepdims=True)
    unit_Q = Q / np.where(lengths_Q == 0, 1, lengths_Q)
    return unit_Q @ np.swapaxes(K / np.linalg.norm(K, axis=-1, keepdims=True), -1, -2)


@WRONG.to("cosine_scores")
def correlation(Q, K):
    Q = Q - Q.mean(axis=-1, keepdims=True)
    K = K - K.mean(axis=-1, keepdims=True)
    lengths = np.linalg.norm(Q, axis=-1)[..., :, None] * np.linalg.norm(K, axis=-1)[..., None, :]
    return Q @ np.swapaxes(K, -1, -2) / np.where(lengths == 0, 1, lengths)


@WRONG.to("dot_product_std")
def standard_error(d_k, n_samples, rng):
    dots = np.sum(rng.normal(size=(n_samples, d_k)) * rng.normal(size=(n_samples, d_k)), axis=1)
    return np.std(dots) / np.sqrt(n_samples)


@WRONG.to("dot_product_std")
def mean_deviation(d_k, n_samples, rng):
    dots = np.sum(rng.normal(size=(n_samples, d_k)) * rng.normal(size=(n_samples, d_k)), axis=1)
    return np.mean(np.abs(dots - dots.mean()))


@WRONG.to("dot_product_std")
def mean_of_dots(d_k, n_samples, rng):
    dots = np.sum(rng.normal(size=(n_samples, d_k)) * rng.normal(size=(n_samples, d_k)), axis=1)
    return dots.mean()


@WRONG.to("dot_product_std")
def half_spread(d_k, n_samples, rng):
    dots = np.sum(rng.normal(size=(n_samples, d_k)) * rng.normal(size=(n_samples, d_k)), axis=1)
    low, high = np.percentile(dots, [25, 75])
    return high - low


@WRONG.to("dot_product_std")
def one_component_short(d_k, n_samples, rng):
    Q, K = rng.normal(size=(n_samples, d_k)), rng.normal(size=(n_samples, d_k))
    return np.std(np.sum(Q[:, 1:] * K[:, 1:], axis=1))


@WRONG.to("dot_product_std")
def scaled_already(d_k, n_samples, rng):
    dots = np.sum(rng.normal(size=(n_samples, d_k)) * rng.normal(size=(n_samples, d_k)), axis=1)
    return np.std(dots / np.sqrt(d_k))


@WRONG.to("dot_product_std")
def dots_returned(d_k, n_samples, rng):
    return np.sum(rng.normal(size=(n_samples, d_k)) * rng.normal(size=(n_samples, d_k)), axis=1)


@WRONG.to("dot_product_std")
def theory_with_noise(d_k, n_samples, rng):
    return np.sqrt(d_k) + rng.normal() * np.sqrt(d_k)


@WRONG.to("scaled_scores")
def cube_root(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / np.cbrt(K.shape[-1])


@WRONG.to("scaled_scores")
def root_of_one_less(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / np.sqrt(max(K.shape[-1] - 1, 1))


@WRONG.to("scaled_scores")
def both_scaled_by_the_root(Q, K):
    root = np.sqrt(K.shape[-1])
    return (Q / root) @ np.swapaxes(K / root, -1, -2) / root


@WRONG.to("scaled_scores")
def whole_root(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / int(np.sqrt(K.shape[-1]))


@WRONG.to("scaled_scores")
def fixed_width(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / 8


@WRONG.to("scaled_scores")
def logarithm(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / np.log2(K.shape[-1] + 1)


@WRONG.to("scaled_scores")
def divided_by_spread(Q, K):
    scores = Q @ np.swapaxes(K, -1, -2)
    return scores / np.std(scores)


@WRONG.to("scaled_scores")
def floor_division(Q, K):
    return Q @ np.swapaxes(K, -1, -2) // np.sqrt(K.shape[-1])
