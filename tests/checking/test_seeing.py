"""What a learner is told about a mistake that has no name: the line, the idea, the place."""

import functools
import linecache
import re

import numpy as np
import pytest

import solutions
from attention_lab.checking.calls import Call, run_call
from attention_lab.checking.comparing import DOUBLE
from attention_lab.checking.evidence import told_apart, where_wrong
from attention_lab.checking.verdict import UNCHANGED, judge
from autograder.exercises import CHECKS
from autograder.marking.questions import judge_function, prepare

X = np.ones((2, 3))


# Lines


def helper(X, W):
    """Multiply, in a function of its own."""
    return X @ W


def line(function, *args):
    return run_call(function, Call(args)).line


def test_a_line_that_calls_another_function_is_followed_by_the_line_in_there():
    def attention(Q):
        return helper(Q, np.ones((7, 2)))

    first, _, second = line(attention, X).partition(" (in helper, ")

    assert first.endswith(": return helper(Q, np.ones((7, 2)))")
    assert second.endswith(": return X @ W)")


def test_a_line_in_a_function_within_is_the_functions_own():
    def attention(Q):
        def inner(row):
            return [row.shape[7] for _ in range(2)]

        return inner(Q)

    assert line(attention, X).endswith(": return [row.shape[7] for _ in range(2)]")


def test_a_line_is_found_behind_a_wrapper():
    @functools.wraps(helper)
    def wrapped(*args):
        return helper(*args)

    assert line(wrapped, X, X).endswith(": return X @ W")


def test_a_function_that_wraps_itself_has_its_line():
    def odd(x):
        return x / 0

    odd.__wrapped__ = odd

    assert line(odd, 1).endswith(": return x / 0")


def test_what_answers_for_every_attribute_has_no_line_and_raises_nothing():
    class Odd:
        def __getattr__(self, name):
            return Odd()

        def __call__(self, x):
            raise KeyError("no")

    assert run_call(Odd(), Call((1,))).error == "KeyError"


def test_a_call_that_does_not_fit_has_no_line():
    assert line(helper, X) == ""


def test_a_long_line_is_cut():
    function = eval("lambda x: x / 0 + " + " + ".join(["x"] * 200))
    outcome = run_call(function, Call((1,)))

    assert len(outcome.line) <= 180


# Exceptions


def attention_that(does):
    """Return an answer for `attention` whose first lines are these."""
    name = f"<{does}>"
    lines = ["def attention(Q, K, V, mask=None):", *(f"    {line}" for line in does.split("; "))]
    lines.append("    return right(Q, K, V, mask)")
    source = [line + "\n" for line in lines]
    linecache.cache[name] = len("".join(source)), None, source, name
    known = {"np": np, "right": solutions.attention, "helper": helper}
    exec(compile("".join(source), name, "exec"), known)
    return known["attention"]


@pytest.mark.parametrize(
    ("does", "idea"),
    [
        ("best = Q.max() if Q else 0", "not true or false as a whole"),
        ("half = np.zeros(Q.shape[-1] / 2)", "made of whole numbers"),
        ("half = Q[: len(Q) / 2]", "made of whole numbers"),
        ("weights = np.zeros(3, 4)", "is one tuple"),
        ("counts = np.ones(3, dtype=int); counts /= 2", "cannot take a fraction"),
        ("np.broadcast_to(Q, (2, *Q.shape)).sort()", "has to be a copy"),
        ("both = (Q, K) / 2", "take it apart"),
        ("row = [1.0] * 2.0", "convert it"),
        ("scores = K(Q)", "call what stands before them"),
        ("weights = np.softmax(Q)", "has no attribute of that name"),
        ("hidden = ~mask", "If `mask` is left out it is None"),
        ("scores = np.where(mask[0], Q, 0)", "If `mask` is left out it is None"),
        ("scores = print(Q) + Q", "a function without `return` hands back None"),
        ("scores = q @ K.T", "the argument is called `Q`"),
        ("output = weights @ V", "above the place that uses it"),
        ("right = right(Q, K, V)", "not before that line"),
        ("if mask is None: raise ValueError('no mask')", "your own line that refuses"),
        ("assert mask is not None", "your own line that refuses"),
        ("scores = helper(Q)", "do not agree on the arguments"),
        ("scores = Q @ K", "Write the shape of every array"),
        ("import nothing_of_this_name", "with NumPy alone"),
        ("return attention(Q, K, V)", "needs a way out"),
        ("first = {}['key']", "Run the line on a small array"),
        ("if Q.ndim: raise ValueError('no')", "your own line that refuses"),
        ("if Q == None: raise ValueError('no')", "`==` asks each entry of `Q`; `is None` asks"),
        ("assert Q != None", "`!=` asks each entry of `Q`; `is not None` asks"),
        ("assert Q", "not true or false as a whole"),
        ("if Q.shape % 2: raise ValueError('no')", "take it apart"),
        ("scores = Q @ K  # this may raise an error", "Write the shape of every array"),
        ("best = V[Q.max()]", "A position is a whole number, and what stands in the square"),
        ("best = V[Q]", "A position is a whole number, and what stands in the square"),
        ("best = V[len(V) / 2]", "made of whole numbers"),
        ("rows = list(Q); rows[:, 0]", "convert it"),
        ("rows = (Q, K); rows[:, 0]", "take it apart"),
    ],
)
def test_an_exception_is_explained_by_its_text(does, idea):
    verdict = judge_function(attention_that(does), "attention")

    assert verdict.misconception is None
    assert ", your function raised " in verdict.happened
    assert idea in verdict.idea
    assert re.match(r"line \d+: ", verdict.evidence)
    assert re.search(r"[a-z]", verdict.evidence.partition(": ")[2])


@pytest.mark.parametrize("sign", ["==", "!="])
@pytest.mark.parametrize("name", ["attention", "cross_attention", "multi_head_attention"])
def test_who_compares_the_mask_with_none_asks_each_entry(name, sign):
    lines = [
        "def wrong(*args, mask=None):\n",
        f"    if mask {sign} None:\n",
        "        return right(*args, mask=mask)\n",
        "    return right(*args, mask=mask)\n",
    ]
    linecache.cache[f"<{name}>"] = len("".join(lines)), None, lines, f"<{name}>"
    known = {"right": getattr(solutions, name)}
    exec(compile("".join(lines), f"<{name}>", "exec"), known)
    verdict = judge_function(known["wrong"], name)

    asks = "is None" if sign == "==" else "is not None"
    assert verdict.misconception == "mask-truth-value"
    assert verdict.happened == "Your function asks each entry of the mask whether it is None."
    assert verdict.idea.startswith(f"`{sign}` asks each entry of `mask`; `{asks}` asks whether")


def test_a_mask_that_is_asked_whether_it_is_true_keeps_its_words():
    def attention(Q, K, V, mask=None):
        return solutions.attention(Q, K, V, mask if mask else None)

    verdict = judge_function(attention, "attention")

    assert verdict.misconception == "mask-truth-value"
    assert verdict.happened == "Your function asks whether the mask as a whole is true."


@pytest.mark.parametrize("best", [np.max, np.copy])
def test_a_score_is_no_position(best):
    def hard_lookup(query, keys, values):
        return values[best(keys @ query)]

    verdict = judge_function(hard_lookup, "hard_lookup")

    assert ", your function raised IndexError" in verdict.happened
    assert "a score is not: ask where the largest one stands" in verdict.idea


def test_a_changed_first_line_is_held_beside_the_one_that_was_given():
    verdict = judge_function(lambda X: X, "project")

    assert "called as `project(X, W, b=None)`" in verdict.idea


def test_an_error_without_words_ends_in_a_full_stop():
    def blend(weights, values):
        raise KeyError

    verdict = judge_function(blend, "blend")

    assert verdict.happened == (
        "On one row of weights that adds up to 1, your function raised KeyError."
    )


# Places and numbers


@pytest.mark.parametrize(
    ("one", "other", "texts"),
    [
        (0.25, 0.5, ("0.25", "0.5")),
        (1.00001, 1.0, ("1.00001", "1")),
        (0.123456789, 0.123456788, ("0.123456789", "0.123456788")),
        (1e-300, 0.0, ("1e-300", "0")),
        (np.nan, 0.5, ("nan", "0.5")),
        (True, False, ("True", "False")),
    ],
)
def test_two_numbers_are_shown_with_the_digits_that_tell_them_apart(one, other, texts):
    assert told_apart(np.asarray(one)[()], np.asarray(other)[()]) == texts


def test_the_first_place_that_differs_is_shown():
    mine = X.copy()
    mine[1, 2] = 3

    assert where_wrong("Q", mine, X, DOUBLE) == ("Q[1, 2]: yours 3, expected 1")


@pytest.mark.parametrize(
    ("name", "wrong", "part"),
    [
        ("project_qkv", lambda X, *W: (X @ W[0], X @ W[1] + 1, X @ W[2]), "`K`"),
        (
            "attention",
            lambda *args, **kw: (solutions.attention(*args, **kw)[0] + 1, 0),
            "`weights`",
        ),
        ("blend", lambda w, V: w @ V + 1, "The result"),
    ],
)
def test_what_is_wrong_goes_by_its_name(name, wrong, part):
    verdict = judge_function(wrong, name)

    assert verdict.misconception is None
    assert part in verdict.happened


@pytest.mark.parametrize("answer", [lambda *args: None, lambda *args: 1 / 0])
def test_what_never_came_to_an_end_has_not_kept_its_arguments(answer):
    verdict = judge_function(answer, "blend")

    assert not any(case.passed for case in verdict.cases)
    assert UNCHANGED not in [case.words for case in verdict.cases]


def test_what_works_in_part_is_asked_whether_it_changes_its_arguments():
    verdict = judge_function(lambda X, W, b=None: X @ W, "project")

    assert [case.passed for case in verdict.cases if case.words == UNCHANGED] == [True]


def test_evidence_with_numbers_is_for_the_instant_check_only():
    question = prepare(CHECKS["blend"], np.random.default_rng(0))
    outcomes = [
        [run_call(lambda w, V: w @ V + 1, call) for call in case.calls] for case in question.cases
    ]

    assert judge(question.spec, question.cases, outcomes).evidence == ""
    assert "expected" in judge(question.spec, question.cases, outcomes, reveal=True).evidence


def test_sums_run_along_the_axis_that_was_asked_for():
    verdict = judge_function(lambda x, axis=-1: solutions.softmax(x), "softmax")

    assert verdict.evidence.startswith("sums along axis 0: ")


def test_sums_are_shown_with_the_digits_that_tell_them_from_one():
    verdict = judge_function(lambda x, axis=-1: solutions.softmax(x, axis) * 1.0004, "softmax")

    assert verdict.evidence.startswith("sums of your rows: 1.0004  ")


def test_weights_along_another_axis_are_not_called_rows():
    def softmax(x, axis=-1):
        return solutions.softmax(x, axis) * (1 if axis == -1 else 2)

    verdict = judge_function(softmax, "softmax")

    assert verdict.happened.startswith("Your weights do not add up to 1 along axis 0, when `axis`")


def test_a_changed_argument_is_shown_by_its_name():
    def project(X, W, b=None):
        X *= 1.5
        return X @ W / 1.5 + (0 if b is None else b)

    assert judge_function(project, "project").evidence == "changed: X"


@pytest.mark.parametrize(
    ("name", "wrong", "happened"),
    [
        ("blend", lambda w, V: 0 * w @ V, "The result is 0 throughout"),
        ("dot_product_std", lambda d_k, n, rng: 50 + rng.random(), "The result is too large"),
        ("dot_product_std", lambda d_k, n, rng: rng.random() / 9, "The result is too small"),
        ("attention", lambda *args, **kw: [solutions.attention(*args, **kw)[0]], "one thing"),
        ("project", lambda X, W, b=None: X @ X, "rows of 3 numbers cannot meet columns of 4"),
    ],
)
def test_what_is_seen_at_once_is_said(name, wrong, happened):
    assert happened in judge_function(wrong, name).happened


# Kinds of results


NO_RETURN = "it came to its end without meeting a `return`"


def test_where_nothing_is_returned_the_return_is_looked_for():
    def blend(weights, values):
        weights @ values

    verdict = judge_function(blend, "blend")

    assert verdict.misconception == "prints-not-returns"
    assert f"returned None on one row of weights that adds up to 1: {NO_RETURN}" in verdict.happened
    assert "how far the `return` is indented" in verdict.idea
    assert "print" not in verdict.message


def test_a_way_without_return_is_shown_by_its_case():
    def project(X, W, b=None):
        if b is not None:
            return X @ W + b

    verdict = judge_function(project, "project")

    assert verdict.misconception is None
    assert f"returned None without a bias: {NO_RETURN}" in verdict.happened


def test_printing_is_spoken_of_where_something_was_printed():
    def blend(weights, values):
        print(weights @ values)

    def project(X, W, b=None):
        if b is not None:
            return X @ W + b
        print(X @ W)

    everywhere, somewhere = judge_function(blend, "blend"), judge_function(project, "project")

    assert "did you print the result" in everywhere.happened
    assert "printed something without a bias, and returned None" in somewhere.happened
    assert NO_RETURN not in everywhere.message + somewhere.message


def hides(function):
    """Return an answer that looks at hidden scores through a masked array."""

    def masked_softmax(scores, mask):
        hidden = ~np.broadcast_to(mask, scores.shape)
        return function(np.ma.masked_array(scores, hidden), hidden)

    return masked_softmax


def masked_weights(scores, hidden):
    exponentials = np.ma.exp(scores - scores.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def test_what_a_masked_array_hides_is_still_there():
    verdict = judge_function(hides(masked_weights), "masked_softmax")

    assert verdict.misconception is None
    assert verdict.happened.startswith("Your function returned a masked array on ordinary scores")
    assert "fill it with 0" in verdict.idea
    assert verdict.evidence == ""


def test_hidden_numbers_give_no_mistake_its_name():
    verdict = judge_function(
        hides(lambda scores, hidden: np.ma.masked_array(solutions.softmax(scores.data), hidden)),
        "masked_softmax",
    )

    assert verdict.misconception is None
    assert "fill it with 0" in verdict.idea


def test_a_masked_array_that_is_right_behind_its_mask_is_right():
    def right(scores, hidden):
        return np.ma.masked_array(solutions.masked_softmax(scores.data, ~hidden), hidden)

    assert judge_function(hides(right), "masked_softmax").passed


def objects(array):
    """Return an array of objects with None in its first place."""
    array = array.astype(object)
    array.flat[0] = None
    return array


def through(change):
    """Return answers to `blend` and `attention` whose results went through a change."""
    return {
        "blend": lambda weights, values: change(weights @ values),
        "attention": lambda Q, K, V, mask=None: (
            change(solutions.attention(Q, K, V, mask)[0]),
            solutions.attention(Q, K, V, mask)[1],
        ),
    }


@pytest.mark.parametrize(
    ("change", "what", "idea"),
    [
        (lambda array: array.astype(complex), "complex numbers", "that makes them complex"),
        (lambda array: array.astype(str), "text", "not computed with"),
        (lambda array: array.astype(bytes), "text", "not computed with"),
        (objects, "None", "A place holds None"),
    ],
)
def test_an_array_of_other_things_than_numbers_is_told_what_they_are(change, what, idea):
    for name, wrong in through(change).items():
        verdict = judge_function(wrong, name)
        kind, asked = (
            ("an array", "plain numbers are"),
            ("a tuple", "the tuple (output, weights) is"),
        )
        outer, wanted = kind if name == "blend" else asked

        assert f"returned {outer} with {what} in it, where {wanted} asked for." in verdict.happened
        assert idea in verdict.idea


@pytest.mark.parametrize(
    ("name", "wrong", "happened", "idea"),
    [
        (
            "blend",
            lambda w, V: [str(number) for number in w @ V],
            "returned a list with text in it, where plain numbers are asked for.",
            "not computed with",
        ),
        (
            "causal_mask",
            lambda n: [["yes"] * n] * n,
            "returned a list with text in it, where True and False are asked for.",
            "not computed with",
        ),
        (
            "project_qkv",
            lambda X, W_Q, W_K, W_V: (X @ W_Q, (X @ W_K, X @ W_V)),
            "returned a tuple with a tuple in it, where the tuple (Q, K, V) is asked for.",
            "A tuple within a tuple counts as one thing",
        ),
        (
            "project_qkv",
            lambda X, W_Q, W_K, W_V: (X @ W_Q, [X @ W_K, X @ W_V]),
            "returned a tuple with a list in it, where the tuple (Q, K, V) is asked for.",
            "A list within a list counts as one thing",
        ),
        (
            "attention",
            lambda Q, K, V, mask=None: {"output": Q, "weights": K},
            "returned a dict, where the tuple (output, weights) is asked for.",
            "by the order of its parts",
        ),
        (
            "attention",
            lambda Q, K, V, mask=None: (Q, None),
            "returned a tuple with None in it, where the tuple",
            "A place holds None",
        ),
        (
            "softmax",
            lambda x, axis=-1: solutions.softmax(x, axis) > 0.2,
            "holds True and False, where numbers are asked for.",
            "A comparison answers yes or no for each number",
        ),
        (
            "dot_product_std",
            lambda d_k, n, rng: 1j,
            "returned a complex number, where one number is asked for.",
            "that makes them complex",
        ),
        ("blend", lambda w, V: ..., "returned an ellipsis, where one array is", "under Returns"),
        ("blend", lambda w, V: [w, len], "returned a list with things of the type bu", "Returns"),
        ("blend", lambda w, V: [], "returned an empty tuple or list, where one", "under Returns"),
        (
            "blend",
            lambda w, V: 0,
            "The result is one number, where an array of shape",
            "picked out",
        ),
        (
            "attention",
            lambda *args, **kw: (0, solutions.attention(*args, **kw)[1]),
            "`output` is one number, where an array of shape",
            "never filled",
        ),
        ("softmax", lambda x, axis=-1: x[:0], "The result is empty, on a", "leaves nothing"),
        (
            "softmax",
            lambda x, axis=-1: solutions.softmax(x[0]),
            "has shape (5,), where (3, 5) is expected",
            "picked out with an index, or never made",
        ),
        (
            "causal_mask",
            lambda n: np.arange(n) <= n,
            "has shape (5,), where (5, 5) is expected",
            "picked out with an index, or never made",
        ),
        (
            "dot_product_std",
            lambda d_k, n, rng: rng.random(2),
            "has shape (2,), where () is expected",
            "One number is asked for",
        ),
    ],
)
def test_the_kind_of_the_result_is_told(name, wrong, happened, idea):
    verdict = judge_function(wrong, name)

    assert verdict.misconception is None
    assert happened in verdict.happened
    assert idea in verdict.idea


def test_several_arrays_of_one_shape_are_no_array_with_an_axis_more():
    def softmax(x, axis=-1):
        return solutions.softmax(x, axis), x

    verdict = judge_function(softmax, "softmax")

    assert verdict.happened == "Your function returned 2 arrays, where one is asked for."
    assert verdict.evidence == ""


def test_arrays_of_another_shape_than_the_wanted_one_are_counted_too():
    verdict = judge_function(lambda Q, K: (Q, Q), "dot_product_scores")

    assert verdict.happened == "Your function returned 2 arrays, where one is asked for."


def test_one_array_in_a_tuple_is_taken_out():
    verdict = judge_function(lambda w, V: (w @ V,), "blend")

    assert "with one array in it, where the array itself is asked for" in verdict.happened
    assert "a comma after it" in verdict.idea


@pytest.mark.parametrize("kind", [list, tuple])
def test_rows_are_compared_as_the_array_that_they_make(kind):
    twice = judge_function(lambda Q, K: kind(2 * solutions.scaled_scores(Q, K)), "scaled_scores")
    right = judge_function(
        lambda Q, K: kind(solutions.dot_product_scores(Q, K)), "dot_product_scores"
    )
    longer = judge_function(
        lambda Q, K: kind(row[np.newaxis] for row in solutions.dot_product_scores(Q, K)),
        "dot_product_scores",
    )

    assert (right.misconception, right.points) == ("list-not-array", 1)
    assert all(case.passed for case in right.cases[:-1])
    assert "times what it should be" in twice.happened
    assert "has shape (4, 1, 5), where (4, 5) is expected" in longer.happened


# Numbers


COMES_FROM = "ask where it comes from"


@pytest.mark.parametrize(
    ("name", "wrong", "idea"),
    [
        ("dot_product_scores", lambda Q, K: -(Q @ K.swapaxes(-1, -2)), COMES_FROM),
        ("dot_product_scores", lambda Q, K: Q @ K.swapaxes(-1, -2) / 4, COMES_FROM),
        ("dot_product_scores", lambda Q, K: Q @ K.swapaxes(-1, -2) / (Q**2).max(), COMES_FROM),
        (
            "hard_lookup",
            lambda q, keys, values: (keys @ q).max() * values[(keys @ q).argmax()],
            COMES_FROM,
        ),
        ("merge_heads", lambda X: solutions.merge_heads(X) * X.shape[-1] ** 0.5, "dimension"),
        ("split_heads", lambda X, h: solutions.split_heads(X, h) / X.shape[-1], "dimension"),
        ("split_heads", lambda X, h: solutions.split_heads(X, h) * h, "dimension"),
    ],
)
def test_a_factor_comes_from_a_dimension_only_if_it_fits_one_everywhere(name, wrong, idea):
    verdict = judge_function(wrong, name)

    assert verdict.misconception is None
    assert "times what it should be" in verdict.happened
    assert verdict.idea.startswith("One factor is missing, or one too many: ")
    assert idea in verdict.idea


@pytest.mark.parametrize(
    ("wrong", "what", "idea"),
    [
        (lambda w, V: (w @ V) ** 0.5, "NaN", "a root or a power of a number below zero"),
        (lambda w, V: w @ V * np.nan, "NaN", "NaN comes, for example, from 0 / 0"),
        (lambda w, V: np.exp(np.abs(w @ V) * 1e9), "infinity", "Infinity comes, for example, from"),
    ],
)
def test_what_is_not_finite_may_come_from_several_steps(wrong, what, idea):
    verdict = judge_function(wrong, "blend")

    assert verdict.happened.startswith(f"The result holds {what}, on one row of weights")
    assert idea in verdict.idea


@pytest.mark.parametrize(
    ("name", "spoilt", "happened", "idea"),
    [
        ("scaled_scores", (..., -1, slice(None)), "1 of 4 rows of the result is wrong", "this row"),
        ("scaled_scores", (..., slice(2), slice(None)), "2 of 4 rows of the re", "these rows have"),
        ("hard_lookup", 0, "1 of 4 numbers of the result is wrong", "this number has that"),
    ],
)
def test_rows_and_numbers_that_are_wrong_are_counted(name, spoilt, happened, idea):
    def wrong(*args):
        result = np.array(getattr(solutions, name)(*args))
        result[spoilt] += 1
        return result

    verdict = judge_function(wrong, name)

    assert happened in verdict.happened
    assert idea in verdict.idea


def test_numbers_may_be_in_the_wrong_places_by_sorting():
    verdict = judge_function(
        lambda x, axis=-1: solutions.softmax(np.sort(x, axis=axis), axis), "softmax"
    )

    assert "wrong places" in verdict.happened
    assert "sorting moves numbers too" in verdict.idea
