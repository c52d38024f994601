"""Whole functions with one slip, as learners hand them in: chapters 1 to 4."""

import numpy as np

from answers.registry import Answers

WRONG = Answers()


@WRONG.to("hard_lookup")
def sorts_and_takes_the_last(query, keys, values):
    return values[np.argsort(keys @ query)[-1]]


@WRONG.to("hard_lookup")
def greater_or_equal(query, keys, values):
    best, best_score = None, -np.inf
    for key, value in zip(keys, values, strict=True):
        score = np.dot(query, key)
        if score >= best_score:
            best, best_score = value, score
    return best


@WRONG.to("hard_lookup")
def starts_at_minus_one(query, keys, values):
    best_score = -1
    for i in range(len(keys)):
        score = keys[i] @ query
        if score > best_score:
            best_score = score
            best = i
    return values[best]


@WRONG.to("hard_lookup")
def by_identity_of_score(query, keys, values):
    scores = keys @ query
    return values[scores == max(scores)]


@WRONG.to("blend")
def multiplies_columns(weights, values):
    return np.sum(weights * values.T, axis=0)


@WRONG.to("blend")
def sums_the_first_axis(weights, values):
    return np.sum(weights[:, None] * values, axis=0)


@WRONG.to("blend")
def average(weights, values):
    return np.average(values, axis=0, weights=weights)


@WRONG.to("blend")
def dot_of_transpose(weights, values):
    return np.dot(values.T, weights)


@WRONG.to("blend")
def loop_and_append(weights, values):
    result = []
    for w, v in zip(weights, values, strict=False):
        result.append(w * v)
    return np.array(result)


@WRONG.to("blend")
def blend_into_zeros_like(weights, values):
    result = np.zeros(values.shape[-1], dtype=values.dtype)
    for i in range(len(values)):
        result += weights[i] * values[i]
    return result


@WRONG.to("blend")
def vecdot(weights, values):
    return np.inner(weights, values)


@WRONG.to("project")
def dot_transposed_weights(X, W, b=None):
    Y = np.dot(X, W.T) if W.shape[0] == W.shape[1] else np.dot(X, W)
    return Y if b is None else Y + b


@WRONG.to("project")
def bias_in_place_of_default(X, W, b=0):
    return (X + b) @ W


@WRONG.to("project")
def bias_column(X, W, b=None):
    Y = X @ W
    return Y if b is None else Y + b.reshape(-1, 1)


@WRONG.to("project")
def each_row_of_x(X, W, b=None):
    n, _ = X.shape
    Y = np.zeros((n, W.shape[1]))
    for i in range(n):
        Y[i] = X[i] @ W
    return Y if b is None else Y + b


@WRONG.to("project_qkv")
def splits_one_projection(X, W_Q, W_K, W_V):
    W = np.concatenate([W_Q, W_K, W_V], axis=1)
    return tuple(np.split(X @ W, 3, axis=-1))


@WRONG.to("project_qkv")
def stacked(X, W_Q, W_K, W_V):
    return np.stack([X @ W_Q, X @ W_K, X @ W_V])


@WRONG.to("project_qkv")
def wrong_variable_in_the_copy(X, W_Q, W_K, W_V):
    Q = X @ W_Q
    K = X @ W_K
    V = X @ W_K
    return Q, K, V


@WRONG.to("project_qkv")
def order_of_the_tuple(X, W_Q, W_K, W_V):
    return X @ W_K, X @ W_V, X @ W_Q


@WRONG.to("dot_product_scores")
def keys_dot_t_small_letters(Q, K):
    return Q @ k.T  # noqa: F821


@WRONG.to("dot_product_scores")
def transposes_by_hand(Q, K):
    return Q @ K.transpose(0, 2, 1)


@WRONG.to("dot_product_scores")
def matmul_of_batch_loop(Q, K):
    return np.array([q @ k.T for q, k in zip(Q, K, strict=False)])


@WRONG.to("dot_product_scores")
def loops_without_batches(Q, K):
    scores = np.zeros((len(Q), len(K)))
    for i in range(len(Q)):
        for j in range(len(K)):
            scores[i, j] = np.dot(Q[i], K[j])
    return scores


@WRONG.to("dot_product_scores")
def inner(Q, K):
    return np.inner(Q, K)


@WRONG.to("dot_product_scores")
def einsum_one_letter(Q, K):
    return np.einsum("...id,...jd->...ji", Q, K)


@WRONG.to("dot_product_scores")
def einsum_keeps_d(Q, K):
    return np.einsum("...id,...jd->...ijd", Q, K)


@WRONG.to("dot_product_scores")
def zeros_with_two_arguments(Q, K):
    scores = np.zeros(Q.shape[-2], K.shape[-2])
    return scores


@WRONG.to("cosine_scores")
def norm_without_axis(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / (np.linalg.norm(Q) * np.linalg.norm(K))


@WRONG.to("cosine_scores")
def norm_without_keepdims(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / (np.linalg.norm(Q, axis=-1) * np.linalg.norm(K, axis=-1))


@WRONG.to("cosine_scores")
def no_zero_check(Q, K):
    norms = np.linalg.norm(Q, axis=-1)[..., :, None] * np.linalg.norm(K, axis=-1)[..., None, :]
    return Q @ np.swapaxes(K, -1, -2) / norms


@WRONG.to("cosine_scores")
def zero_check_on_everything(Q, K):
    norms = np.linalg.norm(Q, axis=-1)[..., :, None] * np.linalg.norm(K, axis=-1)[..., None, :]
    if (norms == 0).any():
        return np.zeros(norms.shape)
    return Q @ np.swapaxes(K, -1, -2) / norms


@WRONG.to("cosine_scores")
def product_epsilon(Q, K):
    norms = np.linalg.norm(Q, axis=-1)[..., :, None] * np.linalg.norm(K, axis=-1)[..., None, :]
    return Q @ np.swapaxes(K, -1, -2) / (norms + 1e-9)


@WRONG.to("cosine_scores")
def forgets_the_root(Q, K):
    Q = Q / np.maximum(np.sum(Q**2, axis=-1, keepdims=True), 1e-12)
    K = K / np.maximum(np.sum(K**2, axis=-1, keepdims=True), 1e-12)
    return Q @ np.swapaxes(K, -1, -2)


@WRONG.to("cosine_scores")
def nan_to_num_one(Q, K):
    norms = np.linalg.norm(Q, axis=-1)[..., :, None] * np.linalg.norm(K, axis=-1)[..., None, :]
    return np.nan_to_num(Q @ np.swapaxes(K, -1, -2) / norms, nan=1.0)


@WRONG.to("cosine_scores", "mutates-input", "integer-division")
def normalises_in_place(Q, K):
    Q /= np.maximum(np.linalg.norm(Q, axis=-1, keepdims=True), 1e-12)
    K /= np.maximum(np.linalg.norm(K, axis=-1, keepdims=True), 1e-12)
    return Q @ np.swapaxes(K, -1, -2)


@WRONG.to("dot_product_std")
def legacy_numpy_random(d_k, n_samples, rng):
    Q = np.random.randn(n_samples, d_k)  # noqa: NPY002
    K = np.random.randn(n_samples, d_k)  # noqa: NPY002
    return np.std(np.sum(Q * K, axis=-1))


@WRONG.to("dot_product_std")
def reseeds(d_k, n_samples, rng):
    rng = np.random.default_rng(42)
    Q = rng.standard_normal((n_samples, d_k))
    K = rng.standard_normal((n_samples, d_k))
    return np.std(np.sum(Q * K, axis=-1))


@WRONG.to("dot_product_std")
def swapped_shape(d_k, n_samples, rng):
    Q = rng.standard_normal((d_k, n_samples))
    K = rng.standard_normal((d_k, n_samples))
    return np.std(np.sum(Q * K, axis=-1))


@WRONG.to("dot_product_std")
def sum_of_squares_root(d_k, n_samples, rng):
    dots = [rng.standard_normal(d_k) @ rng.standard_normal(d_k) for _ in range(n_samples)]
    return np.sqrt(np.sum(np.square(dots)))


@WRONG.to("dot_product_std")
def integers_for_normal(d_k, n_samples, rng):
    Q = rng.integers(-3, 4, size=(n_samples, d_k))
    K = rng.integers(-3, 4, size=(n_samples, d_k))
    return np.std(np.sum(Q * K, axis=1))


@WRONG.to("scaled_scores")
def scale_by_len_k(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / np.sqrt(len(K[0]))


@WRONG.to("scaled_scores")
def precedence(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / K.shape[-1] ** 1 / 2


@WRONG.to("scaled_scores")
def root_of_everything(Q, K):
    return np.sqrt(Q @ np.swapaxes(K, -1, -2) / K.shape[-1])


@WRONG.to("scaled_scores")
def sqrt_of_shape(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / np.sqrt(K.shape)


@WRONG.to("scaled_scores")
def scale_in_place(Q, K):
    scores = Q @ np.swapaxes(K, -1, -2)
    scores /= np.sqrt(K.shape[-1])
    return scores


@WRONG.to("scaled_scores")
def scale_typed(Q, K):
    d_k = Q.shape[-1]
    return Q @ np.swapaxes(K, -1, -2) / math.sqrt(d_k)  # noqa: F821
