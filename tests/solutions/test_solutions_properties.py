"""What must hold for the reference whatever it is given."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import arguments, arrays, batches, dimensions, masks, scores, whole

from solutions import (
    attention,
    blend,
    causal_mask,
    cosine_scores,
    cross_attention,
    dot_product_scores,
    hard_lookup,
    masked_softmax,
    merge_heads,
    multi_head_attention,
    project,
    project_qkv,
    scaled_scores,
    softmax,
    split_heads,
    temperature_softmax,
)

# Of calls in float64 only, so that what is left of a difference is not rounding.
ATTENTION = arguments("attention", dtypes=[np.float64])
CROSS = arguments("cross_attention", dtypes=[np.float64])
MULTI_HEAD = arguments("multi_head_attention", dtypes=[np.float64])
PAIRS = arguments("dot_product_scores", dtypes=[np.float64])


@st.composite
def score_arrays(draw):
    """Draw scores of one to four axes."""
    lengths = draw(dimensions(4))
    return draw(scores(lengths[: draw(st.integers(1, 4))]))


@st.composite
def masked_scores(draw):
    """Draw scores with a mask that broadcasts to them."""
    shape = (*draw(batches()), *draw(dimensions(2)))
    return draw(scores(shape)), draw(masks(shape))


def same(actual, expected):
    assert actual.shape == expected.shape

    np.testing.assert_allclose(actual, expected, rtol=1e-9, atol=1e-9)


def shuffle(length, seed=0):
    return np.random.default_rng((seed, length)).permutation(length)


# the library


@given(st.data())
def test_a_lookup_is_one_of_the_values_however_long_the_query(data):
    n, d_k, d_v = data.draw(dimensions(3))
    query, keys = data.draw(whole((d_k,))), data.draw(whole((n, d_k)))
    values = data.draw(arrays((n, d_v)))
    found = hard_lookup(query, keys, values)

    assert found.tolist() in values.tolist()
    same(hard_lookup(4 * query, keys, values), found)


@given(st.data())
def test_a_blend_with_all_weight_on_the_best_key_is_the_lookup(data):
    n, d_k, d_v = data.draw(dimensions(3))
    query, keys = data.draw(whole((d_k,))), data.draw(whole((n, d_k)))
    values = data.draw(arrays((n, d_v)))
    weights = np.zeros(n)
    weights[np.argmax(dot_product_scores(query[np.newaxis], keys))] = 1
    same(blend(weights, values), hard_lookup(query, keys, values))


@given(st.data())
def test_blend_is_linear_in_the_weights_and_in_the_values(data):
    n, d_v, m = data.draw(dimensions(3))
    first, second = data.draw(arrays((m, n))), data.draw(arrays((m, n)))
    values, others = data.draw(arrays((n, d_v))), data.draw(arrays((n, d_v)))
    same(blend(2 * first - second, values), 2 * blend(first, values) - blend(second, values))
    same(blend(first, 2 * values - others), 2 * blend(first, values) - blend(first, others))


# projection


@given(st.data())
def test_project_is_linear_up_to_its_bias(data):
    n, d_model, d_out = data.draw(dimensions(3))
    X, Y = data.draw(arrays((n, d_model))), data.draw(arrays((n, d_model)))
    W, b = data.draw(arrays((d_model, d_out))), data.draw(arrays((d_out,)))
    same(project(2 * X - Y, W, b), 2 * project(X, W, b) - project(Y, W, b))
    same(project(X, W, b) - project(X, W), np.broadcast_to(b, (n, d_out)))


@given(arguments("project", dtypes=[np.float64]))
def test_each_row_is_projected_by_itself(call):
    X, W, b = call
    same(project(X[..., :1, :], W, b), project(X, W, b)[..., :1, :])
    same(project(X, np.eye(len(W))), X)


@given(arguments("project_qkv"))
def test_queries_keys_and_values_are_three_projections(call):
    X, *matrices = call
    for projected, W in zip(project_qkv(X, *matrices), matrices, strict=True):
        same(projected, project(X, W))


# scoring and scaling


@given(PAIRS)
def test_scores_change_roles_with_queries_and_keys(pair):
    Q, K = pair
    for score in (dot_product_scores, cosine_scores, scaled_scores):
        same(score(K, Q), np.swapaxes(score(Q, K), -1, -2))


@given(PAIRS)
def test_scores_are_linear_in_the_queries(pair):
    Q, K = pair
    for score in (dot_product_scores, scaled_scores):
        same(score(-3 * Q, K), -3 * score(Q, K))


@given(PAIRS)
def test_a_turn_of_the_whole_space_changes_no_score(pair):
    Q, K = pair
    d_k = Q.shape[-1]
    turn, _ = np.linalg.qr(np.random.default_rng(d_k).standard_normal((d_k, d_k)))
    for score in (dot_product_scores, cosine_scores, scaled_scores):
        same(score(Q @ turn, K @ turn), score(Q, K))


@given(PAIRS, st.floats(1e-3, 1e3))
def test_cosines_know_directions_and_no_lengths(pair, length):
    Q, K = pair
    cosines = cosine_scores(Q, K)

    assert np.abs(cosines).max() <= 1 + 1e-12
    same(cosine_scores(length * Q, K), cosines)
    same(cosine_scores(Q, -length * K), -cosines)


@given(PAIRS)
def test_the_cosine_of_a_vector_with_itself_is_1_and_of_a_zero_vector_0(pair):
    Q, _ = pair
    own = np.diagonal(cosine_scores(Q, Q), axis1=-2, axis2=-1)
    same(own, np.any(Q, axis=-1).astype(float))


@given(PAIRS, st.integers(1, 4))
def test_repeating_the_columns_grows_scaled_scores_by_the_root(pair, times):
    Q, K = (np.concatenate([array] * times, axis=-1) for array in pair)
    same(dot_product_scores(Q, K), times * dot_product_scores(*pair))
    same(scaled_scores(Q, K), np.sqrt(times) * scaled_scores(*pair))


# softmax


@given(score_arrays(), st.data())
def test_weights_lie_between_0_and_1_and_sum_to_1(x, data):
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    for weights in (softmax(x, axis=axis), temperature_softmax(x, 0.25, axis=axis)):
        assert weights.min() >= 0
        same(weights.sum(axis=axis), np.ones(np.delete(x.shape, axis)))


@given(score_arrays(), st.floats(-1e4, 1e4))
def test_adding_a_number_to_all_scores_of_a_row_changes_nothing(x, shift):
    shifts = shift * np.arange(1, x[..., 0].size + 1).reshape(*x.shape[:-1], 1)
    np.testing.assert_allclose(softmax(x + shifts), softmax(x), rtol=1e-6, atol=1e-9)


@given(score_arrays())
def test_softmax_keeps_the_order_of_scores(x):
    order = np.argsort(x, axis=-1)
    weights = np.take_along_axis(softmax(x), order, axis=-1)

    assert (np.diff(weights, axis=-1) >= -1e-15).all()


@given(st.data())
def test_a_higher_score_weighs_more_by_the_exponential_of_the_difference(data):
    x = data.draw(arrays((data.draw(st.integers(2, 6)),)))
    weights = softmax(x)
    same(weights[1:] / weights[:-1], np.exp(np.diff(x)))


@given(score_arrays())
def test_softmax_along_an_axis_is_softmax_along_the_last_after_a_move(x):
    for axis in range(x.ndim):
        same(softmax(x, axis=axis), np.moveaxis(softmax(np.moveaxis(x, axis, -1)), -1, axis))


@given(score_arrays())
def test_moving_scores_about_moves_their_weights(x):
    moved = shuffle(x.shape[-1])
    same(softmax(x[..., moved]), softmax(x)[..., moved])


@given(score_arrays(), st.sampled_from([0.5, 2.0, 8.0]))
def test_temperature_counts_only_against_the_scores(x, factor):
    same(temperature_softmax(x, 1), softmax(x))
    same(temperature_softmax(factor * x, factor), softmax(x))


@given(st.data())
def test_a_cold_softmax_is_shared_by_the_largest_scores(data):
    x = data.draw(whole((data.draw(st.integers(1, 6)),)))
    largest = x == x.max()
    same(temperature_softmax(x, 1e-3), largest / largest.sum())


@given(st.data())
def test_a_hot_softmax_is_even(data):
    x = data.draw(arrays((data.draw(st.integers(1, 6)),)))
    np.testing.assert_allclose(temperature_softmax(x, 1e9), np.full(len(x), 1 / len(x)), rtol=1e-8)


@given(score_arrays())
def test_a_lower_temperature_gives_the_largest_score_no_less(x):
    sharp, soft = temperature_softmax(x, 0.5), temperature_softmax(x, 2)

    assert (sharp.max(axis=-1) >= soft.max(axis=-1) - 1e-12).all()


# masks


@given(masked_scores())
def test_masked_rows_sum_to_1_or_to_0_and_hide_exactly(call):
    scores, mask = call
    weights = masked_softmax(scores, mask)
    mask = np.broadcast_to(mask, scores.shape)

    assert not weights[~mask].any()
    same(weights.sum(axis=-1), mask.any(axis=-1).astype(float))


@given(masked_scores())
def test_a_masked_softmax_is_the_softmax_of_what_may_be_read(call):
    scores, mask = call
    weights = masked_softmax(scores, mask)
    mask = np.broadcast_to(mask, scores.shape)
    for row in np.ndindex(scores.shape[:-1]):
        visible = mask[row]
        if visible.any():
            same(weights[row][visible], softmax(scores[row][visible]))


@given(masked_scores(), st.sampled_from([-1e4, 0.0, 1e4]))
def test_hidden_scores_play_no_part(call, hidden):
    scores, mask = call
    others = np.where(mask, scores, hidden)

    assert np.array_equal(masked_softmax(others, mask), masked_softmax(scores, mask))


@given(score_arrays())
def test_a_mask_that_hides_nothing_changes_nothing(x):
    scores = np.atleast_2d(x)
    same(masked_softmax(scores, np.ones(scores.shape[-1:], bool)), softmax(scores))


# attention


@given(ATTENTION)
def test_an_output_lies_between_the_values_that_were_read(call):
    Q, K, V, mask = call
    output, weights = attention(Q, K, V, mask)
    read = weights[..., np.newaxis] > 0
    values = V[..., np.newaxis, :, :]
    highest = np.where(read, values, -np.inf).max(axis=-2)
    lowest = np.where(read, values, np.inf).min(axis=-2)
    nothing = ~read.any(axis=-2)

    assert (nothing | (output <= highest + 1e-12)).all()
    assert (nothing | (output >= lowest - 1e-12)).all()
    assert not output[np.broadcast_to(nothing, output.shape)].any()


@given(ATTENTION)
def test_an_output_is_the_blend_by_its_weights(call):
    Q, K, V, mask = call
    output, weights = attention(Q, K, V, mask)
    for entry in np.ndindex(Q.shape[:-2]):
        same(output[entry], blend(weights[entry], V[entry]))


@given(ATTENTION)
def test_shuffling_keys_with_their_values_changes_no_output(call):
    Q, K, V, mask = call
    moved = shuffle(K.shape[-2])
    mask = None if mask is None else np.broadcast_to(mask, (*Q.shape[:-1], K.shape[-2]))
    hidden = None if mask is None else mask[..., moved]
    output, weights = attention(Q, K[..., moved, :], V[..., moved, :], hidden)
    expected = attention(Q, K, V, mask)
    same(output, expected[0])
    same(weights, expected[1][..., moved])


@given(ATTENTION)
def test_shuffling_queries_shuffles_the_outputs(call):
    Q, K, V, mask = call
    moved = shuffle(Q.shape[-2])
    mask = None if mask is None else np.broadcast_to(mask, (*Q.shape[:-1], K.shape[-2]))
    hidden = None if mask is None else mask[..., moved, :]
    expected = attention(Q, K, V, mask)
    for result, whole_result in zip(
        attention(Q[..., moved, :], K, V, hidden), expected, strict=True
    ):
        same(result, whole_result[..., moved, :])


@given(ATTENTION)
def test_batch_entries_know_nothing_of_each_other(call):
    Q, K, V, mask = call
    output, weights = attention(Q, K, V, mask)
    masks_of = np.broadcast_to(True if mask is None else mask, weights.shape)
    for entry in np.ndindex(Q.shape[:-2]):
        alone = attention(Q[entry], K[entry], V[entry], masks_of[entry])
        same(output[entry], alone[0])
        same(weights[entry], alone[1])


@given(ATTENTION)
def test_the_same_vector_added_to_all_keys_changes_nothing(call):
    Q, K, V, mask = call
    shift = np.linspace(-2, 2, K.shape[-1])
    for shifted, expected in zip(
        attention(Q, K + shift, V, mask), attention(Q, K, V, mask), strict=True
    ):
        same(shifted, expected)


@given(ATTENTION)
def test_equal_keys_read_the_mean_and_a_single_key_is_read_whole(call):
    Q, K, V, _ = call
    output, weights = attention(Q, np.zeros_like(K), V)
    same(weights, np.full(weights.shape, 1 / K.shape[-2]))
    same(output, np.broadcast_to(V.mean(axis=-2, keepdims=True), output.shape))
    output, _ = attention(Q, K[..., :1, :], V[..., :1, :])
    same(output, np.broadcast_to(V[..., :1, :], output.shape))


@given(ATTENTION)
def test_attention_is_linear_in_the_values(call):
    Q, K, V, mask = call
    others = np.cos(V)
    combined, _ = attention(Q, K, 2 * V - others, mask)
    same(combined, 2 * attention(Q, K, V, mask)[0] - attention(Q, K, others, mask)[0])


@given(st.data())
def test_a_causal_prefix_does_not_see_what_follows(data):
    n, d_model, d_k, d_v = data.draw(dimensions(4))
    seen = data.draw(st.integers(1, n))
    batch = data.draw(batches())
    X = data.draw(arrays((*batch, n, d_model)))
    later = X.copy()
    later[..., seen:, :] = 9 - later[..., seen:, :]
    matrices = [data.draw(arrays((d_model, width), size=1)) for width in (d_k, d_k, d_v)]
    first = cross_attention(X, X, *matrices, causal_mask(n))
    second = cross_attention(later, later, *matrices, causal_mask(n))
    alone = cross_attention(X[..., :seen, :], X[..., :seen, :], *matrices, causal_mask(seen))
    same(first[0][..., :seen, :], second[0][..., :seen, :])
    same(first[0][..., :seen, :], alone[0])
    same(first[1][..., :seen, :seen], alone[1])


@given(st.integers(1, 12))
def test_each_position_may_attend_to_itself_and_all_before_it(n):
    mask = causal_mask(n)

    assert mask.sum(axis=1).tolist() == list(range(1, n + 1))
    assert np.array_equal(mask | mask.T, np.ones((n, n), bool))
    assert np.array_equal(mask & mask.T, np.eye(n, dtype=bool))


@given(CROSS)
def test_self_attention_is_cross_attention_of_a_sequence_with_itself(call):
    X, _, *matrices, _ = call
    expected = attention(*project_qkv(X, *matrices))
    for result, part in zip(cross_attention(X, X, *matrices), expected, strict=True):
        same(result, part)


@given(CROSS)
def test_what_is_read_comes_from_the_memory_alone(call):
    X, memory, W_Q, W_K, W_V, mask = call
    output, _ = cross_attention(X, np.ones_like(memory), W_Q, W_K, W_V)
    same(output, np.broadcast_to(W_V.sum(axis=0), output.shape))
    _, weights = cross_attention(np.zeros_like(X), memory, W_Q, W_K, W_V, mask)
    same(weights, masked_softmax(np.zeros_like(weights), True if mask is None else mask))


# multi-head attention


@given(arguments("split_heads"))
def test_split_then_merge_is_the_identity(call):
    X, num_heads = call

    assert np.array_equal(merge_heads(split_heads(X, num_heads)), X)


@given(arguments("merge_heads"))
def test_merge_then_split_is_the_identity(call):
    (heads,) = call

    assert np.array_equal(split_heads(merge_heads(heads), heads.shape[-3]), heads)


@given(MULTI_HEAD)
def test_one_head_is_attention_followed_by_a_projection(call):
    X, memory, *matrices, W_O, _, mask = call
    output, weights = multi_head_attention(X, memory, *matrices, W_O, 1, mask)
    expected = cross_attention(X, memory, *matrices, mask)
    same(output, project(expected[0], W_O))
    same(weights[..., 0, :, :], expected[1])


@given(MULTI_HEAD)
def test_the_output_is_the_sum_of_what_each_head_adds(call):
    X, memory, *matrices, W_O, num_heads, mask = call
    output, weights = multi_head_attention(X, memory, *matrices, W_O, num_heads, mask)
    total = 0
    for head, own in enumerate(np.split(np.arange(len(W_O)), num_heads)):
        alone = cross_attention(X, memory, *(W[:, own] for W in matrices), mask)
        total = total + project(alone[0], W_O[own])
        same(weights[..., head, :, :], alone[1])
    same(output, total)


@given(MULTI_HEAD)
def test_the_order_of_the_heads_changes_no_output(call):
    X, memory, *matrices, W_O, num_heads, mask = call
    heads = shuffle(num_heads)
    columns = np.arange(len(W_O)).reshape(num_heads, -1)[heads].ravel()
    matrices_moved = [W[:, columns] for W in matrices]
    moved = multi_head_attention(X, memory, *matrices_moved, W_O[columns], num_heads, mask)
    expected = multi_head_attention(X, memory, *matrices, W_O, num_heads, mask)
    same(moved[0], expected[0])
    same(moved[1], expected[1][..., heads, :, :])


@given(MULTI_HEAD)
def test_every_head_obeys_the_same_mask(call):
    X, memory, *matrices, num_heads, mask = call
    _, weights = multi_head_attention(X, memory, *matrices, num_heads, mask)
    allowed = np.broadcast_to(True if mask is None else mask, weights[..., 0, :, :].shape)
    for head in range(num_heads):
        same(weights[..., head, :, :].sum(axis=-1), allowed.any(axis=-1).astype(float))

        assert not weights[..., head, :, :][~allowed].any()
