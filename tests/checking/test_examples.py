"""What a check shows beside its sentences: an input, prints, names of the notebook."""

import numpy as np
import pytest

import solutions
from attention_lab.checking.calls import Call, run_call, run_calls
from attention_lab.checking.example import MOST_LINES
from attention_lab.checking.verdict import judge
from autograder.exercises import CHECKS
from autograder.marking.questions import judge_function, prepare

d_k = 4
room = np.zeros(0)


def shown(function, name):
    """Return the verdict of the instant check, which may show what is expected."""
    question = prepare(CHECKS[name], np.random.default_rng(0))
    kept = []
    outcomes = [[run_call(function, call, kept) for call in case.calls] for case in question.cases]
    return judge(question.spec, question.cases, outcomes, reveal=True)


def test_the_smallest_failing_input_is_shown_with_both_results():
    verdict = shown(lambda x, axis=-1: np.exp(x) / np.exp(x).sum(), "softmax")

    first, *rest = verdict.example.splitlines()
    assert first == "For example, when an axis has length 1:"
    assert [line for line in rest if line.endswith("=")] == [
        "x =",
        "your result =",
        "expected result =",
    ]
    assert len(rest) < MOST_LINES


def test_only_the_part_that_is_wrong_is_shown():
    def attention(Q, K, V, mask=None):
        output, weights = solutions.attention(Q, K, V, mask)
        return output + 1, weights

    verdict = shown(attention, "attention")

    assert "your output =" in verdict.example
    assert "your weights" not in verdict.example
    assert "`weights` is right" in verdict.idea


def test_grading_shows_no_example_and_no_print():
    def blend(weights, values):
        print("a shelf of my own")
        return weights @ values + 1

    verdict = judge_function(blend, "blend")

    assert (verdict.example, verdict.printed) == ("", "")
    assert "a shelf of my own" not in verdict.text()


def test_what_was_printed_is_shown():
    def blend(weights, values):
        print("weights", weights.shape)
        return weights @ values + 1

    verdict = shown(blend, "blend")

    assert verdict.printed == "weights (1,)"
    assert "Printed in that case:\n    weights (1,)" in verdict.text()
    assert "Printed in that case:</p><pre" in verdict.html()


def test_a_number_of_the_notebook_is_named_with_the_cure():
    def scaled_scores(Q, K):
        return Q @ np.swapaxes(K, -1, -2) / np.sqrt(d_k)

    verdict = judge_function(scaled_scores, "scaled_scores")

    assert "reads `d_k` from the notebook" in verdict.idea
    assert "`Q.shape`" in verdict.idea


@pytest.mark.parametrize(
    ("source", "said", "idea"),
    [
        ("scores = Q; return score", "Did you mean: 'scores'?", "how the name is spelt"),
        ("return Q.shpe", "Did you mean: 'shape'?", "no attribute of that name"),
        ("return Q / d_head", "name 'd_head' is not defined", "Compute `d_head` inside"),
        ("return masked(Q)", "name 'masked' is not defined", "defined in the notebook"),
    ],
)
def test_a_name_that_is_not_known_is_explained(source, said, idea):
    space = {}
    exec("def scaled_scores(Q, K):\n    " + source.replace("; ", "\n    "), space)

    verdict = judge_function(space["scaled_scores"], "scaled_scores")

    assert said in verdict.happened
    assert idea in verdict.idea


def test_an_argument_that_makes_no_difference_is_named():
    def dot_product_std(d_k, n_samples, rng):
        queries, keys = rng.standard_normal((2, 1000, d_k))
        return np.std((queries * keys).sum(axis=1))

    verdict = judge_function(dot_product_std, "dot_product_std")

    assert verdict.happened.startswith("Another `n_samples` makes no difference")


def test_a_wrong_row_is_said_to_be_one():
    verdict = judge_function(lambda q, K, V: V[np.argsort(K @ q)[-2]], "hard_lookup")

    assert "another row of `values`" in verdict.happened


def test_only_empty_rows_are_told_of_before_numbers():
    def attention(Q, K, V, mask=None):
        output, weights = solutions.attention(Q, K, V, mask)
        empty = ~weights.any(axis=-1, keepdims=True)
        return np.where(empty, 1.0, output), weights

    verdict = judge_function(attention, "attention")

    assert verdict.happened.startswith("A query that may read nothing still gets numbers")


def test_two_known_mistakes_at_once_are_both_said():
    verdict = judge_function(lambda Q, K: K @ np.swapaxes(Q, -1, -2), "scaled_scores")

    assert verdict.misconception in ("rows-are-keys", "scale-missing")
    assert verdict.happened.startswith("Two mistakes meet here.")


def test_a_list_costs_the_edges_and_a_reused_array_its_own_case():
    listed = judge_function(lambda X: solutions.merge_heads(X).tolist(), "merge_heads")

    def project(X, W, b=None):
        global room
        result = solutions.project(X, W, b)
        room = room if room.shape == result.shape else np.zeros(result.shape)
        room[...] = result
        return room

    assert (listed.points, listed.misconception) == (1, "list-not-array")
    assert judge_function(project, "project").misconception == "overwrites-result"


def test_a_later_call_is_seen_to_overwrite_an_earlier_result():
    kept = np.zeros((2, 2))

    def into_the_room(X):
        kept[...] = X
        return kept

    calls = [Call((np.full((2, 2), value),)) for value in (1.0, 2.0)]

    assert ["overwritten" in one.notes for one in run_calls(into_the_room, calls)] == [False, True]
    assert not any("overwritten" in one.notes for one in run_calls(np.copy, calls))
