"""What beginners write most often is explained by what is wrong in it, and by nothing else."""

import numpy as np
import pytest

import solutions
from attention_lab.checking.comparing import DOUBLE
from attention_lab.checking.describing.seeing import see_shape
from attention_lab.checking.verdict import Prepared
from autograder.exercises import CHECKS
from autograder.marking.questions import judge_function, prepare


def learner(**steps):
    """Return multi-head attention head by head, as a learner writes it, with a slip in it."""
    collect = steps.get("collect", lambda outs, out: [*outs, out])
    join = steps.get("join", lambda outs: np.concatenate(outs, axis=-1))

    def multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
        if X.shape[-1] % num_heads:
            raise ValueError("the heads do not come out even")
        d_head = X.shape[-1] // num_heads
        outs, weights = [], []
        for i in range(num_heads):
            cut = slice(i * d_head, (i + 1) * d_head)
            out, w = solutions.attention(
                X @ W_Q[:, cut], memory @ W_K[:, cut], memory @ W_V[:, cut], mask
            )
            outs, weights = collect(outs, out), steps.get("weights", collect)(weights, w)
        if "weights" not in steps:
            weights = np.stack(weights, axis=-3)
        merged = join(outs)
        return merged @ W_O, weights

    return multi_head_attention


def only_the_new(found, new):
    return [new]


def the_new_itself(found, new):
    return new


HEADS_LOST = {
    "the last head and its weights": {
        "collect": only_the_new,
        "weights": the_new_itself,
    },
    "a list that starts anew for every head": {"collect": only_the_new},
    "the first head": {"collect": lambda found, new: found or [new]},
    "the sum of the heads": {"join": sum},
    "heads on an axis of their own": {"join": lambda outs: np.stack(outs, axis=-3)},
}


@pytest.mark.parametrize("slip", HEADS_LOST.values(), ids=HEADS_LOST)
def test_heads_that_never_reach_the_last_matrix_are_missed(slip):
    verdict = judge_function(learner(**slip), "multi_head_attention")

    assert verdict.misconception == "one-head-wide"


def test_the_loop_itself_is_right():
    assert judge_function(learner(), "multi_head_attention").passed


def test_an_error_before_the_last_matrix_is_not_taken_for_one_at_it():
    def multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
        heads, others = (
            solutions.split_heads(X, num_heads),
            solutions.split_heads(memory, num_heads),
        )
        Q, K, V = heads @ W_Q, others @ W_K, others @ W_V
        outs, weights = solutions.attention(Q, K, V, mask)
        return solutions.merge_heads(outs) @ W_O, weights

    verdict = judge_function(multi_head_attention, "multi_head_attention")

    assert verdict.misconception is None
    assert "rows of 2 numbers cannot meet columns of 8" in verdict.message


def test_an_error_in_the_ordinary_case_is_not_taken_for_another():
    def multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
        matrices = [
            np.split(W, num_heads, axis=1) if W.shape[1] % num_heads == 0 else [W]
            for W in (W_Q, W_K, W_V)
        ]
        for each_Q, each_K, each_V in zip(*matrices, strict=True):
            out, weights = solutions.attention(X @ each_Q, memory @ each_K, memory @ each_V, mask)
        last = W_O
        return out @ last, weights

    verdict = judge_function(multi_head_attention, "multi_head_attention")

    assert verdict.misconception is None


def masked_softmax(hide, tiny):
    """Return a masked_softmax that shifts nothing and adds a tiny number to the sum."""

    def wrong(scores, mask):
        e = hide(scores, mask)
        return e / (e.sum(axis=-1, keepdims=True) + tiny)

    return wrong


HIDING = {
    "times the mask": lambda scores, mask: np.exp(scores) * mask,
    "minus a thousand million": lambda scores, mask: np.exp(np.where(mask, scores, -1e9)),
    "minus infinity": lambda scores, mask: np.exp(np.where(mask, scores, -np.inf)),
}


@pytest.mark.parametrize("tiny", [1e-8, 1e-9, 1e-12, 1e-20])
@pytest.mark.parametrize("hide", HIDING.values(), ids=HIDING)
def test_scores_that_nothing_was_subtracted_from_are_told_so(hide, tiny):
    softened = masked_softmax(hide, tiny)

    def attention(Q, K, V, mask=None):
        scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
        weights = softened(scores, np.True_ if mask is None else mask)
        return weights @ V, weights

    bare = judge_function(softened, "masked_softmax")
    within = judge_function(attention, "attention")

    assert bare.misconception == within.misconception == "no-max-subtraction"


def along_axis_1(x, axis=-1):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def one_by_one_along_axis_1(x, axis=-1):
    def share(row):
        e = np.exp(row - row.max())
        return e / e.sum()

    return np.apply_along_axis(share, 1, x)


def total_along_axis_1(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def from_axis_1_on(x, axis=1):
    return solutions.softmax(x, axis)


@pytest.mark.parametrize(
    ("softmax", "slug"),
    [
        (along_axis_1, "ignores-axis"),
        (one_by_one_along_axis_1, "ignores-axis"),
        (total_along_axis_1, "ignores-axis"),
        (from_axis_1_on, "default-axis-not-last"),
    ],
)
def test_nothing_is_said_of_columns_where_the_rows_of_a_table_are_right(softmax, slug):
    def temperature_softmax(x, temperature, **axis):
        if temperature <= 0:
            raise ValueError("not above 0")
        return softmax(x / temperature, **axis)

    assert judge_function(softmax, "softmax").misconception == slug
    assert judge_function(temperature_softmax, "temperature_softmax").misconception == slug


def test_a_masked_softmax_along_axis_1_is_told_to_count_from_the_end():
    def masked_softmax(scores, mask):
        return along_axis_1(np.where(mask, scores, -1e9)) * mask

    verdict = judge_function(masked_softmax, "masked_softmax")

    assert verdict.misconception == "softmax-axis-from-the-front"


def refusing(condition, answer):
    """Return a temperature_softmax that does something at some temperatures."""

    def temperature_softmax(x, temperature, axis=-1):
        if condition(temperature):
            return answer(x)
        return solutions.softmax(x / temperature, axis)

    return temperature_softmax


def refused(x):
    raise ValueError("the temperature must be above 0")


def best_alone_at_0(x, temperature, axis=-1):
    if temperature == 0:
        return (x == x.max(axis=axis, keepdims=True)).astype(float)
    return solutions.temperature_softmax(x, temperature, axis)


@pytest.mark.parametrize(
    ("temperature_softmax", "slug"),
    [
        (refusing(lambda t: False, None), "temperature-unchecked"),
        (refusing(lambda t: t < 0, refused), "temperature-zero-accepted"),
        (refusing(lambda t: t == 0, refused), "temperature-below-zero-accepted"),
        (refusing(lambda t: t <= 0, lambda x: print("not above 0")), "error-not-raised"),
        (best_alone_at_0, "temperature-zero-accepted"),
        (refusing(lambda t: t <= 0, lambda x: x), "temperature-unchecked"),
    ],
)
def test_what_is_accepted_is_said_to_be(temperature_softmax, slug):
    verdict = judge_function(temperature_softmax, "temperature_softmax")

    assert verdict.misconception == slug


@pytest.mark.parametrize("to_whole", [int, round, np.ceil])
def test_a_root_that_is_rounded_is_told_from_other_divisors(to_whole):
    def scaled_scores(Q, K):
        return Q @ np.swapaxes(K, -1, -2) / to_whole(np.sqrt(Q.shape[-1]))

    def attention(Q, K, V, mask=None):
        allowed = np.True_ if mask is None else mask
        weights = solutions.masked_softmax(scaled_scores(Q, K), allowed)
        return weights @ V, weights

    def multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
        Q, K, V = (
            solutions.split_heads(projected, num_heads)
            for projected in (X @ W_Q, memory @ W_K, memory @ W_V)
        )
        outs, weights = attention(Q, K, V, mask if np.ndim(mask) < 3 else mask[..., None, :, :])
        return solutions.merge_heads(outs) @ W_O, weights

    for function in (scaled_scores, attention, multi_head_attention):
        verdict = judge_function(function, function.__name__)

        assert verdict.misconception == "scale-rounds-the-root"


@pytest.mark.parametrize("collect", [list, np.stack, np.array])
def test_a_split_along_the_second_axis_is_told_of_the_batch(collect):
    def split_heads(X, num_heads):
        return collect(np.hsplit(X, num_heads))

    verdict = judge_function(split_heads, "split_heads")

    assert verdict.misconception == "no-batch-axes"


@pytest.mark.parametrize("join", [np.hstack, lambda X: np.concatenate(X, axis=1)])
def test_heads_joined_from_the_front_are_told_of_the_batch(join):
    verdict = judge_function(lambda X: join(X), "merge_heads")

    assert verdict.misconception == "head-axis-first"


@pytest.mark.parametrize("name", ["split_heads", "merge_heads"])
def test_an_unknown_mistake_shows_in_the_batch_before_all_lengths_are_equal(name):
    slugs = [case.slug for case in CHECKS[name].cases(np.random.default_rng(0))]

    assert slugs.index("two-batch") < slugs.index("square")


@pytest.mark.parametrize(
    ("mine", "wanted", "said"),
    [((5, 3), (3, 5), True), ((3, 9, 3), (3, 3, 9), False), ((3, 5, 2), (3, 2, 5), True)],
)
def test_axes_of_equal_length_are_not_said_to_be_in_another_order(mine, wanted, said):
    case = Prepared("batch", "with a batch axis", "", 1, False, "", [], [], [DOUBLE])
    _, idea = see_shape("result", case, np.zeros(mine), np.zeros(wanted))

    assert ("in another order" in idea) == said


def first_best_in_the_loop(query, keys, values):
    best, best_score = 0, -np.inf
    for i in range(len(keys)):
        if keys[i] @ query > best_score:
            best, best_score = i, keys[i] @ query
        return values[best]


def counted_from_1(query, keys, values):
    return values[np.argmax(keys @ query) + 1]


def one_short(weights, values):
    total = np.zeros(values.shape[-1])
    for i in range(len(values) - 1):
        total += weights[i] * values[i]
    return total


def set_not_added(weights, values):
    for i in range(len(values)):
        total = weights[i] * values[i]
    return total


def without_brackets(Q, K):
    lengths = [np.linalg.norm(vectors, axis=-1) for vectors in (Q, K)]
    scores = Q @ np.swapaxes(K, -1, -2)
    return scores / lengths[0][..., :, np.newaxis] * lengths[1][..., np.newaxis, :]


def whole_and_whole(Q, K):
    return Q @ np.swapaxes(K, -1, -2) // int(np.sqrt(Q.shape[-1]))


def causal_by_habit(Q, K, V, mask=None):
    if mask is None:
        mask = np.tril(np.ones((Q.shape[-2], K.shape[-2]), dtype=bool))
    return solutions.attention(Q, K, V, mask)


def same_cut(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    d_head = X.shape[-1] // num_heads
    if d_head * num_heads < X.shape[-1]:
        raise ValueError("the heads do not come out even")
    cut = slice(0, d_head)
    heads = [
        solutions.attention(X @ W_Q[:, cut], memory @ W_K[:, cut], memory @ W_V[:, cut], mask)
        for _ in range(num_heads)
    ]
    outs, weights = zip(*heads, strict=True)
    return np.concatenate(outs, axis=-1) @ W_O, np.stack(weights, axis=-3)


@pytest.mark.parametrize(
    ("name", "function", "slug"),
    [
        ("hard_lookup", first_best_in_the_loop, "same-book-always"),
        ("hard_lookup", counted_from_1, "takes-the-neighbour"),
        ("blend", one_short, "leaves-out-a-value"),
        ("blend", set_not_added, "one-value-blended"),
        ("cosine_scores", without_brackets, "one-length-multiplied"),
        ("scaled_scores", whole_and_whole, "floor-division"),
        ("attention", causal_by_habit, "always-causal"),
        ("multi_head_attention", same_cut, "same-slice-for-all"),
    ],
)
def test_a_common_slip_has_a_name(name, function, slug):
    assert judge_function(function, name).misconception == slug


def replaced(scores, mask):
    e = np.exp(scores) * mask
    return np.nan_to_num(e / (e.sum(axis=-1, keepdims=True) + 1e-9))


def cut_off(scores, mask):
    e = np.exp(np.clip(scores, -500, 500)) * mask
    return e / (e.sum(axis=-1, keepdims=True) + 1e-9)


@pytest.mark.parametrize("masked_softmax", [replaced, cut_off])
def test_nan_is_told_of_only_where_there_is_any(masked_softmax):
    verdict = judge_function(masked_softmax, "masked_softmax")

    assert verdict.misconception in (None, "hides-nan", "clips-scores")


def test_with_heads_and_no_batch_nothing_is_said_of_a_batch():
    def multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
        Q, K, V = (
            solutions.split_heads(projected, num_heads)
            for projected in (X @ W_Q, memory @ W_K, memory @ W_V)
        )
        K = np.stack([K[..., 0, :, :]] * num_heads, axis=-3)
        mask = mask if np.ndim(mask) < 3 else mask[..., None, :, :]
        outs, weights = solutions.attention(Q, K, V, mask)
        return solutions.merge_heads(outs) @ W_O, weights

    question = prepare(CHECKS["multi_head_attention"], np.random.default_rng(0))

    told = question.ask(multi_head_attention).happened
    assert told == "The keys of one head are used for all heads."
    for misconception in question.check.misconceptions:
        verdict = question.ask(misconception.wrong)
        if misconception.by == "values" and not verdict.cases[0].passed:  # the ordinary case
            assert "batch" not in verdict.happened.lower(), misconception.slug
