"""What a learner is told about a mistake that has no name: the line, the idea, the place."""

import functools
import linecache
import re

import numpy as np
import pytest

import solutions
from attention_lab.calls import Call, run_call
from attention_lab.comparing import DOUBLE
from attention_lab.evidence import told_apart, where_wrong
from attention_lab.verdict import UNCHANGED, judge
from autograder.checks import CHECKS
from autograder.judge import judge_function, prepare

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
        ("row = [1.0] * 2.0", "make one of it"),
        ("scores = K(Q)", "call what stands before them"),
        ("weights = np.softmax(Q)", "has nothing of that name"),
        ("hidden = ~mask", "Where `mask` is left out it is None"),
        ("scores = np.where(mask[0], Q, 0)", "Where `mask` is left out it is None"),
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
        ("rows = list(Q); rows[:, 0]", "make one of it"),
        ("rows = (Q, K); rows[:, 0]", "take it apart"),
    ],
)
def test_an_exception_is_explained_by_its_text(does, idea):
    verdict = judge_function(attention_that(does), "attention")

    assert verdict.misconception is None
    assert verdict.happened.startswith("Your function raised ")
    assert idea in verdict.idea
    assert re.match(r"line \d+: ", verdict.evidence)
    assert re.search(r"[a-z]", verdict.evidence.partition(": ")[2])


@pytest.mark.parametrize("best", [np.max, np.copy])
def test_a_score_is_no_position(best):
    def hard_lookup(query, keys, values):
        return values[best(keys @ query)]

    verdict = judge_function(hard_lookup, "hard_lookup")

    assert verdict.happened.startswith("Your function raised IndexError on ")
    assert "a score is none: ask where the largest one stands" in verdict.idea


def test_a_changed_first_line_is_held_beside_the_one_that_was_given():
    verdict = judge_function(lambda X: X, "project")

    assert "called as `project(X, W, b=None)`" in verdict.idea


def test_an_error_without_words_ends_in_a_full_stop():
    def blend(weights, values):
        raise KeyError

    verdict = judge_function(blend, "blend")

    assert verdict.happened == (
        "Your function raised KeyError on one row of weights that adds up to 1."
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
        ("attention", lambda *args, **kw: (solutions.attention(*args, **kw)[0] + 1, 0), "`output`"),
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
