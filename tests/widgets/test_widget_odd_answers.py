"""Whatever a learner's function answers, the widget says so in a line and goes on."""

import functools

import numpy as np
import pytest
from widget_notebook import mount, said
from widget_pages import skip

import solutions
from attention_lab.widgets import AttentionExplorer, LensExplorer, ScoreExplorer, SoftmaxExplorer

pytestmark = pytest.mark.browser
R = solutions


class AsClass:
    def __call__(self, x, axis=-1):
        return R.softmax(x, axis)


def with_one_more(x, *, sharpness):
    return R.softmax(x * sharpness)


def as_generator(x):
    yield R.softmax(x)


def writes_and_returns(x):
    print(x)
    return R.softmax(x)


AGREES = "✓ Your softmax agrees with the expected result."
SOFTMAX = {
    "a list of lists": (lambda x: R.softmax(x).tolist(), AGREES),
    "an array of objects": (lambda x: R.softmax(x).astype(object), AGREES),
    "a class with __call__": (AsClass(), AGREES),
    "a partial": (functools.partial(R.softmax, axis=-1), AGREES),
    "prints and returns": (writes_and_returns, AGREES),
    "one array in a tuple": (
        lambda x: (R.softmax(x),),
        "weights: yours has shape (1, 2, 5), expected shape (2, 5).",
    ),
    "two arrays": (
        lambda x: (R.softmax(x), x[0]),
        "Your softmax returned 2 arrays; expected one.",
    ),
    "truths": (
        lambda x: R.softmax(x) > 0.2,
        "weights: yours holds True and False, expected numbers.",
    ),
    "nothing": (lambda x: None, "Your softmax returned None: it came to its end without a return."),
    "infinity": (
        lambda x: R.softmax(x) * np.inf,
        "Your softmax differs, first at weights[0, 0]: yours ∞, expected 0.50.",
    ),
    "complex numbers": (
        lambda x: R.softmax(x) * 1j,
        "Your softmax returned an array of complex128, where ordinary numbers are expected.",
    ),
    "too many numbers": (
        lambda x: np.zeros((300, 300)),
        "Your softmax returned an array of 90000 numbers, too many to show.",
    ),
    "ellipsis": (lambda x: ..., "Your softmax returned an ellipsis, not an array."),
    "a generator": (as_generator, "Your softmax returned a generator, not an array."),
    "one argument more": (with_one_more, "missing 1 required keyword-only argument: 'sharpness'"),
}
OTHERS = {
    "single precision near 0": (
        ScoreExplorer,
        {"cosine_scores": lambda Q, K: R.cosine_scores(Q, K).astype(np.float32) + np.float32(1e-8)},
        "✓ Your cosine_scores agrees with the expected result.",
    ),
    "another function’s place": (
        AttentionExplorer,
        {"": lambda n: np.tri(n, dtype=bool)},
        "A function without a name is taken for attention. For another place name it: "
        "AttentionExplorer(cross_attention=…).",
    ),
    "a wrong result without a name of its own": (
        LensExplorer,
        {"project": lambda X, W, b=None: X @ W @ W},
        "In the check, on other inputs: ",
    ),
    "one of three": (
        LensExplorer,
        {"project_qkv": lambda X, W_Q, W_K, W_V: X @ W_Q},
        "Your project_qkv returned one array; expected 3: Q, K, V.",
    ),
    "infinite places": (
        LensExplorer,
        {"project": lambda X, W, b=None: X @ W * np.inf},
        "Your project differs, first at Y[0, 0]: yours ∞, expected 2.00.",
    ),
    "text among arrays": (
        AttentionExplorer,
        {"attention": lambda Q, K, V, mask=None: (Q @ K.T, "weights")},
        "Your attention returned a tuple that holds other things than arrays of numbers.",
    ),
    "a mask of numbers": (
        AttentionExplorer,
        {"causal_mask": lambda n: np.tril(np.ones((n, n)))},
        "mask: yours holds numbers, expected True and False.",
    ),
    "a mask turned round": (
        AttentionExplorer,
        {"causal_mask": lambda n: R.causal_mask(n).T},
        "Your causal_mask differs, first at mask[0, 1]: yours True, expected False.",
    ),
}


@pytest.fixture
def told(notebook):
    """Return a function that shows a widget and returns what it says of the function."""
    errors = []
    notebook.on("pageerror", lambda error: errors.append(str(error)))
    notebook.on("console", lambda line: line.type == "error" and errors.append(line.text))

    def show(widget):
        mount(notebook, widget)
        skip(notebook)
        return said(notebook)

    yield show
    assert errors == []


@pytest.mark.parametrize("case", SOFTMAX)
def test_an_odd_softmax_is_told_in_a_line_and_the_widget_goes_on(told, notebook, case):
    function, words = SOFTMAX[case]

    assert words in told(SoftmaxExplorer(softmax=function))

    notebook.get_by_label("Temperature").press("End")
    notebook.locator(".aw-live", has_text="Walden gets 26%").wait_for()


@pytest.mark.parametrize("case", OTHERS)
def test_other_odd_answers_are_told_in_a_line(told, case):
    widget, functions, words = OTHERS[case]

    by_place = [function for name, function in functions.items() if not name]
    by_name = {name: function for name, function in functions.items() if name}

    assert words in told(widget(*by_place, **by_name))
