"""The reference agrees with textbook loops on every edge of the contract."""

import math
import statistics

import numpy as np
import oracles
import pytest
from docstrings import drawn_arguments
from hypothesis import given
from hypothesis import strategies as st
from strategies import DTYPES, FLOATS, arguments

import solutions

BY_LOOPS = sorted(set(solutions.__all__) - {"dot_product_std"})
BATCHES = [(), (3,), (3, 9)]
# Batch, heads, queries, keys and widths all differ, so that no two can be taken for each other.
N_Q, N_K, D_K, D_V, D_MODEL, HEADS = 5, 7, 4, 6, 8, 2


def sample(*shape, dtype=np.float64, seed=0, size=1):
    """Return random numbers; of an integer dtype, whole ones."""
    numbers = np.random.default_rng((seed, *shape)).standard_normal(shape) * size
    return (
        np.rint(numbers * 2).astype(dtype) if np.dtype(dtype).kind == "i" else numbers.astype(dtype)
    )


def locked(argument):
    """Return a copy that raises when it is written to."""
    if not isinstance(argument, np.ndarray):
        return argument
    argument = argument.copy(order="K")
    argument.flags.writeable = False
    return argument


def plain(argument):
    return argument.tolist() if isinstance(argument, np.ndarray) else argument


def tolerance(*arguments):
    """Return how far the reference may be off: the dtype's, for scores of up to 1e4."""
    dtypes = {argument.dtype for argument in arguments if isinstance(argument, np.ndarray)}
    return 1e-2 if np.dtype(np.float32) in dtypes else 1e-9


def assert_close(expected, actual, rtol):
    """Assert that arrays, or tuples of them, have one shape and one content."""
    if isinstance(expected, tuple):
        assert len(expected) == len(actual)

        for one, other in zip(expected, actual, strict=True):
            assert_close(one, other, rtol)
        return
    expected = np.array(expected)
    assert expected.shape == actual.shape

    size = max(1.0, np.abs(expected).max())
    np.testing.assert_allclose(actual, expected, rtol=rtol, atol=rtol * 1e-2 * size)


def assert_as_loops(name, *arguments, **keywords):
    """Assert that the reference answers as the loops do; its arguments are locked."""
    expected = getattr(oracles, name)(*map(plain, arguments), **keywords)
    actual = getattr(solutions, name)(*map(locked, arguments), **keywords)
    assert_close(expected, actual, tolerance(*arguments))
    return actual


def example(name, dtype, batch):
    """Return one call of a function, all dimensions different."""

    def array(*shape, seed=0):
        return sample(*shape, dtype=dtype, seed=seed)

    mask = np.random.default_rng(1).random((*batch, N_Q, N_K)) < 0.6
    X, memory = array(*batch, N_Q, D_MODEL), array(*batch, N_K, D_MODEL)
    Q, K, V = array(*batch, N_Q, D_K), array(*batch, N_K, D_K), array(*batch, N_K, D_V)
    matrices = array(D_MODEL, D_K, seed=1), array(D_MODEL, D_K, seed=2), array(D_MODEL, D_V)
    squares = [array(D_MODEL, D_MODEL, seed=seed) for seed in range(4)]
    known = {
        "hard_lookup": (array(D_K), array(N_K, D_K), array(N_K, D_V)),
        "blend": (array(*batch, N_K), array(N_K, D_V)),
        "project": (X, array(D_MODEL, D_V), array(D_V)),
        "project_qkv": (X, *matrices),
        "dot_product_scores": (Q, K),
        "cosine_scores": (Q, K),
        "dot_product_std": (D_K, 1000, np.random.default_rng(0)),
        "scaled_scores": (Q, K),
        "softmax": (array(*batch, N_Q, N_K), -1),
        "temperature_softmax": (array(*batch, N_Q, N_K), 0.7, -1),
        "masked_softmax": (array(*batch, N_Q, N_K), mask),
        "causal_mask": (N_Q,),
        "attention": (Q, K, V, mask),
        "cross_attention": (X, memory, *matrices, mask),
        "split_heads": (X, HEADS),
        "merge_heads": (array(*batch, HEADS, N_Q, D_K),),
        "multi_head_attention": (X, memory, *squares, HEADS, mask),
    }
    lengths = {"n_q": N_Q, "n_k": N_K, "d_k": D_K, "d_v": D_V, "d_model": D_MODEL}
    others = iter((10, 11, 12, 13))
    return known.get(name) or drawn_arguments(
        name,
        array=array,
        mask=lambda *shape: np.random.default_rng(1).random(shape) < 0.6,
        number=lambda kind: HEADS if kind == "int" else 0.7,
        batch=batch,
        length=lambda axis: lengths.get(axis) or next(others),
    )


@pytest.mark.parametrize("name", BY_LOOPS)
@given(st.data())
def test_every_function_is_its_textbook_loop(name, data):
    assert_as_loops(name, *data.draw(arguments(name)))


@pytest.mark.parametrize("batch", BATCHES, ids=str)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", BY_LOOPS)
def test_every_dtype_and_batch_with_all_dimensions_different(name, dtype, batch):
    assert_as_loops(name, *example(name, dtype, batch))


@pytest.mark.parametrize("name", sorted(solutions.__all__))
def test_arguments_stay_as_they_were(name):
    arguments = example(name, np.float64, (3,))
    before = [argument.copy() for argument in arguments if isinstance(argument, np.ndarray)]
    getattr(solutions, name)(*arguments)
    after = [argument for argument in arguments if isinstance(argument, np.ndarray)]

    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


@pytest.mark.parametrize("name", BY_LOOPS)
def test_columns_in_place_of_rows_in_memory_change_nothing(name):
    arguments = example(name, np.float64, (3,))
    turned = [np.asfortranarray(a) if isinstance(a, np.ndarray) else a for a in arguments]
    assert_as_loops(name, *turned)


@pytest.mark.parametrize("dtype", DTYPES)
def test_weights_are_floating_whatever_comes_in(dtype):
    scores = sample(N_Q, N_K, dtype=dtype)
    weights = [
        solutions.softmax(scores),
        solutions.temperature_softmax(scores, 2),
        solutions.masked_softmax(scores, np.ones(N_K, bool)),
        solutions.cosine_scores(scores, scores),
        solutions.scaled_scores(scores, scores),
    ]

    assert [array.dtype.kind for array in weights] == ["f"] * 5


# chapter 1: the library


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_first_of_equal_keys_wins(dtype):
    keys = np.array([[0, 1], [2, 0], [1, 5], [2, 0], [2, 3]], dtype)
    values = np.arange(10, dtype=dtype).reshape(5, 2)

    assert assert_as_loops("hard_lookup", np.array([1, 0], dtype), keys, values).tolist() == [2, 3]


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("order", ["C", "F"])
def test_equal_keys_tie_to_the_last_bit(dtype, order):
    values = np.arange(11)[:, np.newaxis]
    for d_k in range(1, 70):
        keys = np.tile(sample(d_k, dtype=dtype), (11, 1)).astype(dtype, order=order)

        assert solutions.hard_lookup(sample(d_k, dtype=dtype, seed=1), keys, values) == [0]


def test_hard_lookup_takes_the_least_bad_of_opposite_keys():
    keys, values = np.array([[-3.0], [-1.0], [-2.0]]), np.array([[1.0], [2.0], [3.0]])

    assert assert_as_loops("hard_lookup", np.array([1.0]), keys, values) == [2]


@pytest.mark.parametrize("weights", [[0, 0, 0], [2, 0, 1], [-1, 1, 0]])
def test_blend_takes_weights_that_do_not_sum_to_one(weights):
    assert_as_loops("blend", np.array(weights), sample(3, 2))


# chapter 2: projection


def test_project_adds_the_bias_to_every_row_and_only_when_there_is_one():
    X, W, b = sample(3, N_Q, D_MODEL), sample(D_MODEL, D_V), sample(D_V)
    assert_as_loops("project", X, W)
    assert_as_loops("project", X, W, b=b.tolist())


# chapter 3: scoring


@pytest.mark.parametrize("batch", BATCHES, ids=str)
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_zero_vector_scores_zero_with_everything(dtype, batch):
    Q, K = sample(*batch, N_Q, D_K, dtype=dtype), sample(*batch, N_K, D_K, dtype=dtype)
    Q[..., 2, :] = 0
    K[..., 3, :] = 0
    cosines = assert_as_loops("cosine_scores", Q, K)

    assert not cosines[..., 2, :].any()
    assert not cosines[..., 3].any()


@pytest.mark.parametrize("length", [1e-3, 1e3])
@pytest.mark.parametrize("dtype", FLOATS)
def test_the_shortest_and_longest_vectors_keep_their_cosine(dtype, length):
    Q, K = sample(N_Q, D_K, dtype=dtype), sample(N_K, D_K, dtype=dtype)
    Q *= dtype(length) / np.linalg.norm(Q, axis=-1, keepdims=True)
    assert_as_loops("cosine_scores", Q, K)


# chapter 4: scaling


@pytest.mark.parametrize("d_k", [1, 2, 16, 300])
def test_dot_products_spread_by_the_root_of_their_width(d_k):
    n_samples = 20_000
    measured = solutions.dot_product_std(d_k, n_samples, np.random.default_rng(d_k))
    # A product of two normals has variance 1 and fourth moment 9, so the sum of d_k of them has
    # fourth moment 3 d_k^2 + 6 d_k; from that, the standard error of its standard deviation.
    error = math.sqrt((2 * d_k**2 + 6 * d_k) / (4 * d_k * n_samples))

    assert isinstance(measured, float)
    assert abs(measured - math.sqrt(d_k)) < 4 * error


def test_dot_product_std_is_that_of_the_numbers_drawn():
    draws = np.random.default_rng(5).standard_normal(2 * 1000 * 3).reshape(2, 1000, 3).tolist()
    products = [oracles.dot(query, key) for query, key in zip(*draws, strict=True)]
    measured = solutions.dot_product_std(3, 1000, np.random.default_rng(5))

    assert math.isclose(statistics.pstdev(products), measured, rel_tol=1e-9)


def test_every_random_number_comes_from_the_generator_given():
    state = np.random.get_state()[1].copy()  # noqa: NPY002 - the global state must stay as it is
    rng = np.random.default_rng(1)
    first, second = (solutions.dot_product_std(4, 1000, rng) for _ in range(2))
    again = solutions.dot_product_std(4, 1000, np.random.default_rng(1))

    assert first == again
    assert first != second
    assert np.array_equal(state, np.random.get_state()[1])  # noqa: NPY002


# chapter 5: softmax

HUGE = [
    [1e4, 1e4 - 1, -1e4],
    [-1e4, -1e4, 3 - 1e4],
    [1e4, 1e4, 1e4],
    [0, -1e4, 1e4],
    [0, 1, 2],
]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("axis", [-1, -2, 0, 1])
def test_softmax_of_scores_of_1e4_stays_finite(dtype, axis):
    assert_as_loops("softmax", np.array(HUGE).astype(dtype), axis)


@pytest.mark.parametrize("axis", [-3, -2, -1, 0, 1, 2])
def test_softmax_runs_along_any_axis(axis):
    assert_as_loops("softmax", sample(2, 3, 5), axis=axis)
    assert_as_loops("temperature_softmax", sample(2, 3, 5), 0.3, axis=axis)


def test_softmax_takes_one_axis():
    assert_as_loops("softmax", sample(6))
    assert_as_loops("softmax", sample(6), axis=0)


@pytest.mark.parametrize("temperature", [0, 0.0, -1, -0.5])
def test_a_temperature_of_0_or_less_is_refused(temperature):
    with pytest.raises(ValueError, match="temperature must be above 0"):
        solutions.temperature_softmax(sample(3), temperature)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("hidden", [1e4, -1e4, 0])
def test_masked_scores_of_any_size_weigh_exactly_nothing(dtype, hidden):
    scores = np.array(HUGE).astype(dtype)
    mask = np.array(
        [[True, False, True], [False] * 3, [True] * 3, [False, False, True], [False] * 3]
    )
    scores[~mask] = hidden
    weights = assert_as_loops("masked_softmax", scores, mask)

    assert not weights[~mask].any()
    assert weights.sum(axis=-1).tolist() == pytest.approx([1, 0, 1, 1, 0])


@pytest.mark.parametrize(
    "shape", [(1,), (N_K,), (1, 1), (N_Q, 1), (1, N_K), (3, 1, 1), (1, N_Q, N_K), (3, N_Q, 1)]
)
@pytest.mark.parametrize("allowed", ["all", "none", "some"])
def test_masks_of_every_shape_that_broadcasts(shape, allowed):
    some = np.random.default_rng(3).random(shape) < 0.5
    mask = {"all": np.ones(shape, bool), "none": np.zeros(shape, bool), "some": some}[allowed]
    X, memory = sample(3, N_Q, D_MODEL), sample(3, N_K, D_MODEL)
    square = [sample(D_MODEL, D_MODEL, seed=seed) for seed in range(4)]
    assert_as_loops("masked_softmax", sample(3, N_Q, N_K), mask)
    assert_as_loops("attention", X, memory, sample(3, N_K, D_V), mask)
    assert_as_loops("cross_attention", X, memory, *square[:3], mask)
    assert_as_loops("multi_head_attention", X, memory, *square, HEADS, mask)


# chapter 6: attention


@pytest.mark.parametrize("n", [1, 2, 5])
def test_the_causal_mask_holds_booleans_on_and_below_the_diagonal(n):
    mask = assert_as_loops("causal_mask", n)

    assert mask.dtype == bool


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("batch", BATCHES, ids=str)
def test_a_query_that_may_read_nothing_reads_nothing(dtype, batch):
    Q, K, V, _ = example("attention", dtype, batch)
    mask = np.ones((N_Q, N_K), bool)
    mask[3] = False
    output, weights = assert_as_loops("attention", Q, K, V, mask)

    assert not output[..., 3, :].any()
    assert not weights[..., 3, :].any()


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("scale", [60, 100])
def test_attention_stays_finite_with_scores_near_1e4(dtype, scale):
    Q, K, V, mask = example("attention", dtype, (3,))
    output, weights = assert_as_loops("attention", Q * dtype(scale), K * dtype(scale), V, mask)

    assert np.isfinite(output).all()
    assert np.isfinite(weights).all()


# chapter 7: multi-head attention


@pytest.mark.parametrize("num_heads", [3, 5, 16, 0, -2])
def test_heads_that_do_not_divide_the_width_are_refused(num_heads):
    X = sample(N_Q, D_MODEL)
    square = [sample(D_MODEL, D_MODEL)] * 4
    with pytest.raises(ValueError, match="do not divide"):
        solutions.split_heads(X, num_heads)
    with pytest.raises(ValueError, match="do not divide"):
        solutions.multi_head_attention(X, X, *square, num_heads)


@pytest.mark.parametrize("num_heads", [1, 2, 4, 8])
def test_each_head_has_its_own_columns(num_heads):
    X = np.arange(2 * 3 * 8).reshape(2, 3, 8)
    d_head = 8 // num_heads
    heads = assert_as_loops("split_heads", X, num_heads)
    for head in range(num_heads):
        assert np.array_equal(X[..., head * d_head : (head + 1) * d_head], heads[:, head])
