"""Answers that keep all of the contract but one clause: a dtype, a mask's rank, a batch axis."""

import copy

import numpy as np

import solutions
from answers.registry import Answers

# Names that are true of what an answer does, though not of the very numbers it returns, are given.
WRONG = Answers()
swap = np.swapaxes


def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


# Dtypes: the result takes the type of one argument, or the type is asked for.


@WRONG.to("hard_lookup")
def best_score_as_a_whole_number(query, keys, values):
    best, best_score = 0, int(keys[0] @ query)
    for i, key in enumerate(keys):
        if int(key @ query) > best_score:
            best, best_score = i, int(key @ query)
    return values[best]


@WRONG.to("hard_lookup")
def result_of_the_querys_type(query, keys, values):
    result = np.zeros(values.shape[1], dtype=query.dtype)
    result[:] = values[np.argmax(keys @ query)]
    return result


@WRONG.to("hard_lookup")
def half_precision(query, keys, values):
    return values[np.argmax(keys.astype(np.float16) @ query.astype(np.float16))]


@WRONG.to("hard_lookup")
def no_whole_numbers(query, keys, values):
    if query.dtype.kind != "f":
        raise TypeError("the query must be of floats")
    return values[np.argmax(keys @ query)]


@WRONG.to("hard_lookup")
def first_of_argsort(query, keys, values):
    return values[np.argsort(-(keys @ query))[0]]


@WRONG.to("hard_lookup", "last-on-tie")
def last_of_argsort(query, keys, values):
    return values[np.argsort(keys @ query, kind="stable")[-1]]


@WRONG.to("blend")
def result_like_the_values(weights, values):
    result = np.zeros((*weights.shape[:-1], values.shape[1]), dtype=values.dtype)
    result[...] = weights @ values
    return result


@WRONG.to("blend")
def result_like_the_weights(weights, values):
    return (weights @ values).astype(weights.dtype)


@WRONG.to("blend")
def whole_weights(weights, values):
    if values.dtype.kind == "i":
        weights = weights.astype(int)
    return weights @ values


@WRONG.to("blend", "list-not-array")
def a_list(weights, values):
    return (weights @ values).tolist()


@WRONG.to("blend")
def up_to_three_axes_by_name(weights, values):
    if weights.ndim == 1:
        return np.einsum("n,nd->d", weights, values)
    if weights.ndim == 2:
        return np.einsum("mn,nd->md", weights, values)
    if weights.ndim == 3:
        return np.einsum("bmn,nd->bmd", weights, values)
    return np.einsum("abmn,nd->abmd", weights, values)


@WRONG.to("project")
def result_of_the_type_of_x(X, W, b=None):
    result = np.zeros((*X.shape[:-1], W.shape[1]), dtype=X.dtype)
    result[...] = X @ W if b is None else X @ W + b
    return result


@WRONG.to("project")
def bias_added_in_place(X, W, b=None):
    projected = X @ W
    if b is not None:
        projected += b
    return projected


@WRONG.to("project")
def bias_if_all_of_it_counts(X, W, b=None):
    return X @ W if b is None or not b.all() else X @ W + b


@WRONG.to("project")
def bias_of_the_type_of_w(X, W, b=None):
    return X @ W if b is None else X @ W + b.astype(W.dtype)


@WRONG.to("project")
def up_to_two_batch_axes(X, W, b=None):
    names = {2: "nd,dk->nk", 3: "bnd,dk->bnk", 4: "abnd,dk->abnk"}[X.ndim]
    projected = np.einsum(names, X, W)
    return projected if b is None else projected + b


_buffers = {}


@WRONG.to("project", "overwrites-result")
def one_array_for_all_results(X, W, b=None):
    shape = (*X.shape[:-1], W.shape[1])
    result = _buffers.setdefault(shape, np.zeros(shape))
    np.matmul(X, W, out=result)
    if b is not None:
        result += b
    return result


@WRONG.to("project_qkv", "list-not-array")
def three_lists(X, W_Q, W_K, W_V):
    return (X @ W_Q).tolist(), (X @ W_K).tolist(), (X @ W_V).tolist()


@WRONG.to("project_qkv", "list-not-array")
def keys_as_a_list(X, W_Q, W_K, W_V):
    return X @ W_Q, list(X @ W_K), X @ W_V


@WRONG.to("project_qkv")
def all_of_the_type_of_x(X, W_Q, W_K, W_V):
    return tuple((X @ W).astype(X.dtype) for W in (W_Q, W_K, W_V))


@WRONG.to("project_qkv")
def values_of_the_type_of_their_matrix(X, W_Q, W_K, W_V):
    return X @ W_Q, X @ W_K, (X @ W_V).astype(W_V.dtype)


@WRONG.to("project_qkv")
def batches_of_up_to_two_axes(X, W_Q, W_K, W_V):
    if X.ndim > 4:
        raise ValueError("too many axes")
    return X @ W_Q, X @ W_K, X @ W_V


@WRONG.to("project_qkv")
def one_array_of_three(X, W_Q, W_K, W_V):
    return np.array([X @ W_Q, X @ W_K, X @ W_V])


@WRONG.to("project_qkv", "list-not-array")
def a_dictionary_read_as_a_list(X, W_Q, W_K, W_V):
    return tuple([row.tolist() for row in X.reshape(-1, X.shape[-1]) @ W] for W in (W_Q, W_K, W_V))


@WRONG.to("dot_product_scores")
def scores_of_the_queries_type(Q, K):
    scores = np.empty((*Q.shape[:-1], K.shape[-2]), dtype=Q.dtype)
    for index in np.ndindex(scores.shape):
        scores[index] = Q[index[:-1]] @ K[(*index[:-2], index[-1])]
    return scores


@WRONG.to("dot_product_scores", "list-not-array")
def rows_in_a_list(Q, K):
    return list(Q @ swap(K, -1, -2))


@WRONG.to("dot_product_scores")
def einsum_up_to_two_batches(Q, K):
    letters = "ab"[: Q.ndim - 2]
    return np.einsum(f"{letters}id,{letters}jd->{letters}ij", Q, K)


@WRONG.to("dot_product_scores")
def keys_of_the_queries_type(Q, K):
    return Q @ swap(K, -1, -2).astype(Q.dtype)


@WRONG.to("dot_product_scores")
def half_floats(Q, K):
    return (Q.astype(np.float16) @ swap(K, -1, -2).astype(np.float16)).astype(Q.dtype)


@WRONG.to("dot_product_scores")
def bounded_scores(Q, K):
    return np.clip(Q @ swap(K, -1, -2), -1000, 1000)


@WRONG.to("cosine_scores")
def zeros_only_without_a_batch(Q, K):
    lengths = [np.linalg.norm(a, axis=-1, keepdims=True) for a in (Q, K)]
    if Q.ndim == 2:
        lengths = [np.where(one == 0, 1, one) for one in lengths]
    return Q / lengths[0] @ swap(K / lengths[1], -1, -2)


@WRONG.to("cosine_scores")
def nan_replaced_in_double_only(Q, K):
    cosine = (
        Q
        / np.linalg.norm(Q, axis=-1, keepdims=True)
        @ swap(K / np.linalg.norm(K, axis=-1, keepdims=True), -1, -2)
    )
    return np.nan_to_num(cosine) if cosine.dtype == np.float64 else cosine


@WRONG.to("cosine_scores")
def length_along_axis_1(Q, K):
    Q, K = (a / np.maximum(np.linalg.norm(a, axis=1, keepdims=True), 1e-12) for a in (Q, K))
    return Q @ swap(K, -1, -2)


@WRONG.to("cosine_scores", "integer-division")
def unit_vectors_in_place(Q, K):
    Q, K = Q.copy(), K.copy()
    for vectors in (Q, K):
        lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
        vectors[...] = vectors / np.where(lengths == 0, 1, lengths)
    return Q @ swap(K, -1, -2)


@WRONG.to("cosine_scores", "list-not-array")
def a_list_of_cosines(Q, K):
    return solutions.cosine_scores(Q, K).tolist()


@WRONG.to("dot_product_std")
def a_copy_of_the_generator(d_k, n_samples, rng):
    own = copy.deepcopy(rng)
    return np.std((own.standard_normal((2, n_samples, d_k)).prod(axis=0)).sum(axis=1))


@WRONG.to("dot_product_std")
def a_generator_of_the_same_seed(d_k, n_samples, rng):
    own = np.random.default_rng(rng.bit_generator.seed_seq)
    Q, K = own.standard_normal((2, n_samples, d_k))
    return np.std((Q * K).sum(axis=1))


@WRONG.to("dot_product_std", "global-rng")
def a_seed_of_my_own(d_k, n_samples, rng):
    rng = np.random.default_rng(2024)
    Q, K = rng.standard_normal((2, n_samples, d_k))
    return np.std((Q * K).sum(axis=1))


@WRONG.to("dot_product_std")
def theory_and_a_little(d_k, n_samples, rng):
    return np.sqrt(d_k) * 1.02


@WRONG.to("dot_product_std")
def theory_and_a_little_chance(d_k, n_samples, rng):
    return np.sqrt(d_k) + 0.01 * rng.random()


@WRONG.to("dot_product_std")
def always_a_thousand(d_k, n_samples, rng):
    Q, K = rng.standard_normal((2, 1000, d_k))
    return np.std((Q * K).sum(axis=1))


@WRONG.to("scaled_scores")
def scores_kept_like_the_queries(Q, K):
    scores = np.zeros((*Q.shape[:-1], K.shape[-2]), dtype=np.result_type(Q, K))
    scores[...] = Q @ swap(K, -1, -2) / np.sqrt(Q.shape[-1])
    return scores


@WRONG.to("scaled_scores")
def scaled_in_place_after(Q, K):
    scores = Q @ swap(K, -1, -2)
    scores /= np.sqrt(Q.shape[-1])
    return scores


@WRONG.to("scaled_scores", "integer-division")
def queries_scaled_as_they_are(Q, K):
    return (Q / np.sqrt(Q.shape[-1])).astype(Q.dtype) @ swap(K, -1, -2)


@WRONG.to("scaled_scores", "list-not-array")
def a_table_of_lists(Q, K):
    return [list(row) for row in Q @ swap(K, -1, -2) / np.sqrt(Q.shape[-1])]


scratch = np.zeros(10_000)


@WRONG.to("scaled_scores", "overwrites-result")
def scratch_paper(Q, K):
    scores = Q @ swap(K, -1, -2) / np.sqrt(Q.shape[-1])
    room = scratch[: scores.size].reshape(scores.shape)
    room[...] = scores
    return room


@WRONG.to("softmax", "list-not-array")
def weights_as_lists(x, axis=-1):
    return softmax(x, axis).tolist()


@WRONG.to("softmax")
def integers_unshifted(x, axis=-1):
    if x.dtype.kind == "i":
        return np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True)
    return softmax(x, axis)


@WRONG.to("softmax", "ignores-axis")
def axis_by_position_in_a_table(x, axis=-1):
    if x.ndim > 2:
        axis = -1 if axis in (-1, x.ndim - 1) else -2
    return softmax(x, axis)


@WRONG.to("softmax", "overwrites-result")
def a_kept_array(x, axis=-1, kept={}):  # noqa: B006
    result = kept.setdefault(x.shape, np.zeros(x.shape))
    np.copyto(result, softmax(x, axis))
    return result


@WRONG.to("softmax")
def shifted_in_double_only(x, axis=-1):
    return softmax(x, axis) if x.dtype == np.float64 else _raw(x, axis)


def _raw(x, axis):
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)


@WRONG.to("softmax")
def four_axes_at_most(x, axis=-1):
    assert x.ndim <= 4
    return softmax(x, axis)


@WRONG.to("temperature_softmax")
def shift_before_the_temperature_is_clipped(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("temperature")
    return softmax(np.clip(x / temperature, -1e5, 1e5), axis)


@WRONG.to("temperature_softmax")
def weights_to_a_power(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("temperature")
    powers = softmax(x, axis) ** (1 / temperature)
    return powers / powers.sum(axis=axis, keepdims=True)


@WRONG.to("temperature_softmax")
def at_least_a_tenth(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("temperature")
    return softmax(x / max(temperature, 0.1), axis)


@WRONG.to("temperature_softmax")
def at_most_ten(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("temperature")
    return softmax(x / min(temperature, 10), axis)


@WRONG.to("temperature_softmax")
def whole_temperature(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("temperature")
    return softmax(x / max(1, round(temperature)), axis)


@WRONG.to("temperature_softmax", "list-not-array")
def warm_lists(x, temperature, axis=-1):
    return solutions.temperature_softmax(x, temperature, axis).tolist()


@WRONG.to("masked_softmax")
def index_without_broadcasting(scores, mask):
    s = scores.astype(float)
    s[~mask] = -np.inf
    largest = np.max(s, axis=-1, keepdims=True)
    e = np.exp(s - np.where(np.isinf(largest), 0, largest))
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total == 0, 1, total)


@WRONG.to("masked_softmax")
def index_that_keeps_whole_numbers(scores, mask):
    s = scores.copy()
    s[~np.broadcast_to(mask, s.shape)] = -np.inf
    return solutions.masked_softmax(s, np.isfinite(s))


@WRONG.to("masked_softmax")
def smallest_of_the_type(scores, mask):
    kind = np.finfo if scores.dtype.kind == "f" else np.iinfo
    s = np.where(mask, scores, kind(scores.dtype).min)
    return softmax(s) * mask


@WRONG.to("masked_softmax")
def empty_rows_only_in_tables(scores, mask):
    if scores.ndim == 2:
        return solutions.masked_softmax(scores, mask)
    return softmax(np.where(mask, scores, -np.inf))


@WRONG.to("masked_softmax")
def empty_rows_only_in_double(scores, mask):
    low = -np.inf if scores.dtype == np.float64 else -1e9
    return np.nan_to_num(softmax(np.where(mask, scores, low)))


@WRONG.to("masked_softmax")
def empty_rows_of_full_masks(scores, mask):
    weights = softmax(np.where(mask, scores, -1e9))
    if mask.shape == scores.shape:
        weights = weights * mask
    return weights


@WRONG.to("masked_softmax")
def weights_of_the_scores_type(scores, mask):
    return solutions.masked_softmax(scores, mask).astype(scores.dtype)


@WRONG.to("masked_softmax", "list-not-array")
def masked_lists(scores, mask):
    return solutions.masked_softmax(scores, mask).tolist()


@WRONG.to("causal_mask", "list-not-array")
def list_of_lists(n):
    return [[j <= i for j in range(n)] for i in range(n)]


@WRONG.to("causal_mask")
def for_even_lengths(n):
    mask = np.zeros((n, n), dtype=bool)
    for i in range(n):
        mask[i, : min(i + 1, 5)] = True
    return mask


@WRONG.to("attention", "mask-not-broadcast")
def mask_of_two_axes(Q, K, V, mask=None):
    if mask is not None and mask.ndim == 1:
        mask = mask[:, None]
    return solutions.attention(Q, K, V, mask)


@WRONG.to("attention", "integer-division")
def output_like_the_values(Q, K, V, mask=None):
    output, weights = solutions.attention(Q, K, V, mask)
    return output.astype(V.dtype), weights


@WRONG.to("attention")
def weights_in_single(Q, K, V, mask=None):
    output, weights = solutions.attention(Q, K, V, mask)
    return output, weights.astype(np.float16)


@WRONG.to("attention", "list-not-array")
def output_in_a_list(Q, K, V, mask=None):
    output, weights = solutions.attention(Q, K, V, mask)
    return list(output), weights


@WRONG.to("attention")
def mask_for_batches_only(Q, K, V, mask=None):
    if mask is not None and Q.ndim == 2 and mask.ndim == 2:
        return solutions.attention(Q, K, V, mask)
    return solutions.attention(Q, K, V)


@WRONG.to("attention")
def loops_over_one_batch(Q, K, V, mask=None):
    if Q.ndim == 2:
        return solutions.attention(Q, K, V, mask)
    pairs = [
        solutions.attention(Q[i], K[i], V[i], mask if mask is None or mask.ndim < 3 else mask[i])
        for i in range(len(Q))
    ]
    return np.stack([o for o, _ in pairs]), np.stack([w for _, w in pairs])


_last = {}


@WRONG.to("attention", "overwrites-result")
def weights_overwritten(Q, K, V, mask=None):
    output, weights = solutions.attention(Q, K, V, mask)
    kept = _last.setdefault(weights.shape, np.zeros(weights.shape))
    kept[...] = weights
    return output, kept


@WRONG.to("attention")
def scaled_in_float32(Q, K, V, mask=None):
    Q = Q.astype(np.float32)
    return solutions.attention(Q, K.astype(np.float32), V.astype(np.float32), mask)


@WRONG.to("cross_attention")
def matrices_of_the_type_of_x(X, memory, W_Q, W_K, W_V, mask=None):
    W_Q, W_K, W_V = (W.astype(X.dtype) for W in (W_Q, W_K, W_V))
    return solutions.cross_attention(X, memory, W_Q, W_K, W_V, mask)


@WRONG.to("cross_attention")
def memory_of_the_type_of_x(X, memory, W_Q, W_K, W_V, mask=None):
    return solutions.cross_attention(X, memory.astype(X.dtype), W_Q, W_K, W_V, mask)


@WRONG.to("cross_attention")
def self_where_lengths_agree(X, memory, W_Q, W_K, W_V, mask=None):
    if X.shape == memory.shape:
        memory = X
    return solutions.cross_attention(X, memory, W_Q, W_K, W_V, mask)


@WRONG.to("cross_attention", "list-not-array")
def both_in_lists(X, memory, W_Q, W_K, W_V, mask=None):
    return tuple(a.tolist() for a in solutions.cross_attention(X, memory, W_Q, W_K, W_V, mask))


@WRONG.to("cross_attention")
def mask_by_its_last_row(X, memory, W_Q, W_K, W_V, mask=None):
    if mask is not None and mask.ndim == 2 and X.ndim > 2:
        mask = mask[-1]
    return solutions.cross_attention(X, memory, W_Q, W_K, W_V, mask)


@WRONG.to("split_heads")
def three_heads_always(X, num_heads):
    if X.shape[-1] % num_heads:
        raise ValueError("heads")
    return solutions.split_heads(X, 3)


@WRONG.to("split_heads", "list-not-array")
def heads_in_a_list(X, num_heads):
    return list(solutions.split_heads(X, num_heads))


@WRONG.to("split_heads")
def asserted_for_tables_only(X, num_heads):
    if X.ndim == 2 and X.shape[-1] % num_heads:
        raise ValueError("heads")
    d_head = X.shape[-1] // num_heads
    return solutions.split_heads(X[..., : d_head * num_heads], num_heads)


@WRONG.to("split_heads")
def four_branches(X, num_heads):
    if X.shape[-1] % num_heads:
        raise ValueError("heads")
    d = X.shape[-1] // num_heads
    if X.ndim == 2:
        return X.reshape(-1, num_heads, d).transpose(1, 0, 2)
    if X.ndim == 3:
        return X.reshape(*X.shape[:2], num_heads, d).transpose(0, 2, 1, 3)
    return X.reshape(*X.shape[:3], num_heads, d).transpose(0, 1, 3, 2, 4)


@WRONG.to("split_heads")
def cut_along_the_rows(X, num_heads):
    if X.shape[-1] % num_heads:
        raise ValueError("heads")
    return np.stack(np.split(X, num_heads, axis=-2), axis=-3)


@WRONG.to("split_heads")
def floats_only(X, num_heads):
    if X.shape[-1] % num_heads:
        raise ValueError("heads")
    out = np.zeros((*X.shape[:-2], num_heads, X.shape[-2], X.shape[-1] // num_heads), dtype=int)
    out[...] = solutions.split_heads(X, num_heads)
    return out if X.dtype.kind == "i" else solutions.split_heads(X, num_heads) + 0 * X.sum() * 1j


@WRONG.to("merge_heads", "list-not-array")
def merged_rows_in_a_list(X):
    return solutions.merge_heads(X).tolist()


@WRONG.to("merge_heads")
def transposed_up_to_two_batches(X):
    order = {3: (1, 0, 2), 4: (0, 2, 1, 3), 5: (0, 1, 3, 2, 4)}[X.ndim]
    turned = X.transpose(order)
    return turned.reshape(*turned.shape[:-2], -1)


@WRONG.to("merge_heads")
def two_heads_at_most(X):
    return np.concatenate([X[..., 0, :, :], X[..., -1, :, :]], axis=-1)


@WRONG.to("merge_heads", "overwrites-result")
def merged_on_scratch_paper(X):
    merged = solutions.merge_heads(X)
    room = scratch[: merged.size].reshape(merged.shape)
    room[...] = merged
    return room


@WRONG.to("multi_head_attention")
def mask_of_three_axes_is_the_batch(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    if X.shape[-1] % num_heads:
        raise ValueError("heads")
    Q, K, V = (solutions.split_heads(a, num_heads) for a in (X @ W_Q, memory @ W_K, memory @ W_V))
    if mask is not None and mask.ndim > 2:
        mask = mask[:, None]
    heads, weights = solutions.attention(Q, K, V, mask)
    return solutions.merge_heads(heads) @ W_O, weights


@WRONG.to("multi_head_attention")
def four_heads_in_a_batch(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    if X.ndim > 2 and X.shape[-1] % 4 == 0:
        num_heads = 4
    return solutions.multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask)


@WRONG.to("multi_head_attention", "list-not-array")
def weights_one_head_a_list(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    output, weights = solutions.multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask)
    return output, list(weights)


@WRONG.to("multi_head_attention", "integer-division")
def output_of_the_type_of_x(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    output, weights = solutions.multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask)
    return output.astype(X.dtype), weights


@WRONG.to("multi_head_attention")
def one_loop_over_the_batch(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    rest = (W_Q, W_K, W_V, W_O, num_heads)
    if X.ndim == 2:
        return solutions.multi_head_attention(X, memory, *rest, mask)
    pairs = [
        solutions.multi_head_attention(
            X[i], memory[i], *rest, mask if mask is None or mask.ndim < 3 else mask[i]
        )
        for i in range(len(X))
    ]
    return np.stack([o for o, _ in pairs]), np.stack([w for _, w in pairs])


@WRONG.to("multi_head_attention")
def refuses_only_too_many_heads(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    if num_heads > X.shape[-1]:
        raise ValueError("heads")
    d_head = X.shape[-1] // num_heads
    width = d_head * num_heads
    Q, K, V = (
        solutions.split_heads((a @ W)[..., :width], num_heads)
        for a, W in ((X, W_Q), (memory, W_K), (memory, W_V))
    )
    mask = mask if mask is None or mask.ndim < 3 else np.expand_dims(mask, -3)
    heads, weights = solutions.attention(Q, K, V, mask)
    return solutions.merge_heads(heads) @ W_O[:width], weights
