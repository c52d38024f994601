"""A widget in a notebook runs the learner's function, and nothing that it does stops the widget."""

import numpy as np
import pytest

import solutions
from attention_lab.checking import stored
from attention_lab.widgets import ShelfExplorer, SoftmaxExplorer
from autograder.chapters.baking import bake

X = np.array([[2.0, 1.0, 0.0], [0.5, -1.0, 3.0]])


def packed(array, dtype="float64"):
    array = np.asarray(array)
    return {"dtype": dtype, "shape": list(array.shape), "data": array.ravel().tolist()}


def answered(widget, *calls):
    """Return what the widget sends back to the page for (name, arguments…) calls."""
    made = [{"function": name, "args": list(args), "kwargs": {}} for name, *args in calls]
    widget.ask = {"id": "a-1", "calls": made}
    assert widget.answer["id"] == "a-1"
    return widget.answer["results"]


def array(result, part=0):
    value = result["values"][part]
    return np.array(value["data"], dtype=float).reshape(value["shape"])


def test_the_result_comes_back_with_its_shape():
    (result,) = answered(SoftmaxExplorer(solutions.softmax), ("softmax", packed(X)))

    assert (result["kind"], result["foreign"], result["mutated"]) == ("value", None, [])
    np.testing.assert_array_equal(array(result), solutions.softmax(X))


def test_float32_and_masks_arrive_as_they_were_sent():
    seen = []

    def masked_softmax(scores, mask):
        seen.extend([scores.dtype.name, mask.dtype.name])
        return solutions.masked_softmax(scores, mask)

    mask = packed([[True, False, True], [False, False, False]], "bool")
    widget = SoftmaxExplorer(masked_softmax)
    (result,) = answered(widget, ("masked_softmax", packed(X, "float32"), mask))

    assert seen[:2] == ["float32", "bool"]
    np.testing.assert_array_equal(array(result)[1], 0)


def test_infinity_and_nan_survive_the_way():
    (result,) = answered(
        SoftmaxExplorer(softmax=lambda x: x / np.zeros_like(x)), ("softmax", packed(X))
    )

    assert result["values"][0]["data"] == ["inf", "inf", "nan", "inf", "-inf", "inf"]


def returns_nothing(x):
    x.sum()


def returns_words(x):
    return "0.5 and 0.5"


def returns_too_much(x):
    return np.zeros(30_000)


@pytest.mark.parametrize(
    ("function", "foreign"),
    [
        (returns_nothing, "NoneType"),
        (returns_words, "str"),
        (returns_too_much, "array of 30000 numbers"),
    ],
)
def test_what_is_no_array_is_named(function, foreign):
    (result,) = answered(SoftmaxExplorer(function), ("softmax", packed(X)))

    assert (result["kind"], result["foreign"], result["values"]) == ("value", foreign, [])


def test_an_exception_comes_back_as_a_line_and_the_widget_goes_on():
    def softmax(x):
        if x[0, 0] > 1:
            raise ValueError("too hot")
        return x

    widget = SoftmaxExplorer(softmax)
    (result,) = answered(widget, ("softmax", packed(X)))
    assert (result["kind"], result["error"], result["message"]) == (
        "raised",
        "ValueError",
        "too hot",
    )
    assert 'raise ValueError("too hot")' in result["line"]

    (result,) = answered(widget, ("softmax", packed(X * 0)))

    assert result["kind"] == "value"


def test_changed_arguments_are_named():
    def softmax(x):
        x -= x.max()
        return solutions.softmax(x)

    (result,) = answered(SoftmaxExplorer(softmax), ("softmax", packed(X)))

    assert result["mutated"] == ["x"]


def test_arguments_of_a_function_without_names_are_counted():
    def softmax(*args):
        args[0][:] = 0
        return args[0]

    (result,) = answered(SoftmaxExplorer(softmax), ("softmax", packed(X)))

    assert result["mutated"] == ["argument 1"]


def test_functions_are_matched_by_name_then_by_place():
    def mine(x):
        return x

    def masked_softmax(scores, mask):
        return scores

    assert SoftmaxExplorer().learner == []
    assert SoftmaxExplorer(masked_softmax).learner == ["masked_softmax"]
    assert SoftmaxExplorer(mine).learner == ["softmax"]
    assert SoftmaxExplorer(masked_softmax, softmax=mine).learner == ["softmax", "masked_softmax"]


def test_a_function_of_another_name_is_said_to_be_taken_for_one():
    def mine(x):
        return x

    widget = SoftmaxExplorer(mine, solutions.masked_softmax)
    answered(widget, ("softmax", packed(X)))

    assert widget.answer["guessed"] == {
        "softmax": "mine is taken for softmax. For another place name it: "
        "SoftmaxExplorer(masked_softmax=…)."
    }


@pytest.mark.parametrize(
    ("functions", "told"),
    [
        ((solutions.dot_product_std,), "takes softmax, .*, not dot_product_std"),
        ((solutions.softmax, solutions.softmax), "is given softmax twice"),
    ],
)
def test_a_function_of_another_exercise_is_not_judged_as_this_one(fixtures, functions, told):
    with pytest.raises(TypeError, match=told):
        SoftmaxExplorer(*functions)


def test_a_slow_function_is_not_said_to_be_right_everywhere(fixtures, monkeypatch):
    monkeypatch.setattr("attention_lab.widgets.learner.PATIENCE", -1)
    widget = SoftmaxExplorer(np.exp)
    answered(widget, ("softmax", packed(X)))

    assert widget.answer["verdicts"]["softmax"].keys() == {"slow"}


@pytest.mark.parametrize("wrong", [{"softmax": 3}, {"attention": solutions.attention}])
def test_what_a_widget_cannot_use_is_refused_at_once(wrong):
    with pytest.raises(TypeError, match="softmax"):
        SoftmaxExplorer(**wrong)


def test_the_shelf_puts_in_the_vectors_that_the_page_does_not_have():
    widget = ShelfExplorer(solutions.hard_lookup, solutions.blend)
    rows = np.array(widget.settings["rows"])
    scores = np.array(widget.settings["scores"])
    weights = solutions.softmax(scores[2] / 0.05)
    taken, mixed = answered(widget, ("hard_lookup", 2), ("blend", packed(weights)))

    np.testing.assert_array_equal(array(taken), rows[scores[2].argmax()])
    np.testing.assert_allclose(array(mixed), weights @ rows, rtol=1e-12)


@pytest.fixture
def fixtures(tmp_path, monkeypatch):
    """Stored checks of two functions, made anew."""
    bake(tmp_path, ["softmax", "blend"])
    original = stored.load
    monkeypatch.setattr(stored, "load", lambda name: original(name, tmp_path))


def test_a_misconception_is_told_in_the_words_of_the_check(fixtures):
    def softmax(x, axis=-1):
        e = np.exp(x)
        return e / e.sum(axis=0)

    widget = SoftmaxExplorer(softmax)
    answered(widget, ("softmax", packed(X)))
    spec, _ = stored.load("softmax")
    words = next(mistake for mistake in spec.mistakes if mistake.slug == "softmax-wrong-axis")
    verdict = widget.answer["verdicts"]["softmax"]

    assert (verdict["passed"], verdict["misconception"]) == (False, "softmax-wrong-axis")
    assert words.happened in verdict["message"]
    assert words.idea in verdict["message"]


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (None, None),
        ("https://example.org/book", "https://example.org/book/what-went-wrong.html"),
    ],
)
def test_a_named_misconception_leads_to_its_page(fixtures, monkeypatch, book, expected):
    if book is None:
        monkeypatch.delenv("ATTENTION_LAB_BOOK", raising=False)
    else:
        monkeypatch.setenv("ATTENTION_LAB_BOOK", book)
    widget = SoftmaxExplorer(lambda x, axis=-1: np.exp(x) / np.exp(x).sum(axis=0))
    answered(widget, ("softmax", packed(X)))
    verdict = widget.answer["verdicts"]["softmax"]

    assert verdict["misconception"] == "softmax-wrong-axis"
    assert verdict["link"] == (expected and f"{expected}#softmax-wrong-axis")


def test_arguments_in_another_order_are_told_of(fixtures):
    def blend(values, weights):
        return weights @ values

    widget = ShelfExplorer(blend)
    answered(widget, ("blend", packed(np.eye(48)[0])))

    assert (
        "stand in another order: values, weights." in widget.answer["verdicts"]["blend"]["message"]
    )


def test_a_right_function_passes_the_check_too(fixtures):
    widget = ShelfExplorer(blend=solutions.blend)
    answered(widget, ("blend", packed(np.full(48, 1 / 48))))

    assert widget.answer["verdicts"]["blend"]["passed"]
