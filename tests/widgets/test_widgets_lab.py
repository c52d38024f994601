"""Every widget in a real JupyterLab, on learners' right and wrong functions."""

import numpy as np
import pytest
from lab_pages import run_all, running_lab, write_notebook
from widget_pages import skip

import solutions
from attention_lab.widgets import AttentionExplorer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = {
    "setup": "import numpy as np\nfrom attention_lab.widgets import *",
    "shelf, right": """
def hard_lookup(query, keys, values):
    return values[np.argmax(keys @ query)]
def blend(weights, values):
    return weights @ values
ShelfExplorer(hard_lookup, blend)""",
    "shelf, worst book": """
def hard_lookup(query, keys, values):
    return values[np.argmin(keys @ query)]
ShelfExplorer(hard_lookup)""",
    "lens, right": """
def project(X, W, b=None):
    return X @ W if b is None else X @ W + b
def project_qkv(X, W_Q, W_K, W_V):
    return X @ W_Q, X @ W_K, X @ W_V
LensExplorer(project, project_qkv)""",
    "lens, transposed": """
def project(X, W, b=None):
    return X @ W.T
LensExplorer(project)""",
    "score, right": """
def dot_product_scores(Q, K):
    return Q @ K.T
def cosine_scores(Q, K):
    lengths = np.linalg.norm(Q, axis=1)[:, None] * np.linalg.norm(K, axis=1)
    return np.divide(Q @ K.T, lengths, out=np.zeros(lengths.shape), where=lengths > 0)
ScoreExplorer(dot_product_scores, cosine_scores)""",
    "score, no lengths": """
def cosine_scores(Q, K):
    return Q @ K.T
ScoreExplorer(cosine_scores=cosine_scores)""",
    "scaling, right": """
def scaled_scores(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / np.sqrt(K.shape[-1])
ScalingExplorer(scaled_scores)""",
    "scaling, none": """
def scaled_scores(Q, K):
    return Q @ np.swapaxes(K, -1, -2)
ScalingExplorer(scaled_scores)""",
    "softmax, right": """
def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
SoftmaxExplorer(softmax)""",
    "softmax, wrong axis": """
def softmax(x, axis=-1):
    e = np.exp(x)
    return e / e.sum(axis=0)
SoftmaxExplorer(softmax)""",
    "softmax, raises at times": """
def softmax(x, axis=-1):
    if x.max() > 2.5:
        raise ValueError("too hot")
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)
SoftmaxExplorer(softmax)""",
    "softmax, unsolved": """
def softmax(x, axis=-1):
    raise NotImplementedError("softmax: exercise 5.1")
SoftmaxExplorer(softmax)""",
    "attention, right": """
def attention(Q, K, V, mask=None):
    scores = Q @ K.swapaxes(-1, -2) / np.sqrt(K.shape[-1])
    reads = np.ones(scores.shape, bool) if mask is None else np.broadcast_to(mask, scores.shape)
    top = np.max(scores, axis=-1, keepdims=True, where=reads, initial=-np.inf)
    e = np.exp(np.where(reads, scores - np.where(np.isfinite(top), top, 0), -np.inf))
    total = e.sum(axis=-1, keepdims=True)
    weights = np.divide(e, total, out=np.zeros(e.shape), where=total > 0)
    return weights @ V, weights
def causal_mask(n):
    return np.tri(n, dtype=bool)
def cross_attention(X, memory, W_Q, W_K, W_V, mask=None):
    return attention(X @ W_Q, memory @ W_K, memory @ W_V, mask)
AttentionExplorer(attention, causal_mask, cross_attention)""",
    "attention, no scale": """
def unscaled(Q, K, V, mask=None):
    e = np.exp(Q @ K.T)
    weights = e / e.sum(axis=-1, keepdims=True)
    return weights @ V, weights
AttentionExplorer(attention=unscaled)""",
    "heads, right": """
def split_heads(X, num_heads):
    return X.reshape(*X.shape[:-1], num_heads, -1).swapaxes(-2, -3)
def merge_heads(heads):
    rows = heads.swapaxes(-2, -3)
    return rows.reshape(*rows.shape[:-2], -1)
HeadExplorer(split_heads, merge_heads)""",
    "heads, only a reshape": """
def split_heads(X, num_heads):
    return X.reshape(num_heads, X.shape[0], -1)
HeadExplorer(split_heads)""",
}
NAMES = list(CELLS)
SCORES = np.array([[2.0, 1.5, 0.5, 0.0, -1.0], [-1.0, 1.0, 2.0, 0.5, 0.0]])


@pytest.fixture(scope="module")
def notebook(tmp_path_factory, browser):
    folder = tmp_path_factory.mktemp("lab")
    write_notebook(folder / "widgets.ipynb", *CELLS.values())
    with running_lab(folder) as address:
        page = browser.new_page(viewport={"width": 1200, "height": 26_000})
        run_all(page, address, "widgets.ipynb")
        page.wait_for_function(f"document.querySelectorAll('.aw').length == {len(CELLS) - 1}")
        skip(page)
        yield page
        page.close()


def widget(notebook, name):
    """Return the widget of a cell, once the learner's function has answered."""
    found = notebook.locator(".aw").nth(NAMES.index(name) - 1)
    found.locator(".aw-learner p").first.wait_for()
    return found


def said(found):
    return found.locator(".aw-learner").inner_text()


def differing(found):
    """Return the cells, or the captions of the bars, that are marked as the first difference."""
    marked = found.locator(".aw-differs:visible")
    return marked.evaluate_all("all => all.map((cell) => cell.innerText.split(/\\s+/))")


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(", right")])
def test_right_functions_agree(notebook, picture, name):
    found = widget(notebook, name)
    functions = CELLS[name].count("\ndef ")

    found.locator(".aw-learner p").nth(functions - 1).wait_for()
    assert said(found).count("✓ Your ") == functions
    assert found.locator(".aw-differs").count() == 0
    picture(found, f"lab {name}")


@pytest.mark.parametrize(
    ("name", "told", "marked"),
    [
        (
            "lens, transposed",
            "Your project differs, first at Y[0, 0]: yours 4.00, expected 2.00.",
            [["2.00", "4.00"]],
        ),
        (
            "score, no lengths",
            "Your cosine_scores differs, first at scores[0, 0]: yours 2.50, expected 1.00.",
            [],  # the table shows dot products
        ),
        (
            "heads, only a reshape",
            "Your split_heads differs, first at result[0, 1, 0]: yours 12.00, expected 20.00.",
            [["20", "12"]],
        ),
    ],
)
def test_the_first_difference_is_told_and_marked(notebook, picture, name, told, marked):
    found = widget(notebook, name)

    assert told in said(found)
    assert differing(found) == marked
    picture(found, f"lab {name}")


def test_scores_without_a_scale_stand_beside_those_with_one(notebook, picture):
    found = widget(notebook, "scaling, none")
    pairs = [text.split("\n") for text in found.locator("td:visible").all_inner_texts()]
    expected, yours = np.array([[float(x.replace("−", "-")) for x in pair] for pair in pairs]).T

    assert "first at scores[0, 0, 0]" in said(found)
    np.testing.assert_allclose(yours, 4 * expected, atol=0.03)  # the square root of 16 columns
    assert len(differing(found)) == 1
    picture(found, "lab scaling, none")


def test_attention_without_a_scale_is_marked_in_its_weights(notebook, picture):
    found = widget(notebook, "attention, no scale")
    source = AttentionExplorer().settings["sources"][0]
    Q, K, V = (np.array(source[name]) for name in "QKV")
    weights = solutions.softmax(Q @ K.T)
    first, expected = (weights @ V)[0, 0], solutions.attention(Q, K, V)[0][0, 0]
    numbers = f"yours {first:.2f}, expected {expected:.2f}.".replace("-", "−")

    assert f"Your attention differs, first at output[0, 0]: {numbers}" in said(found)
    found.get_by_role("radio", name="5 softmax").check()
    yours = found.locator("table:visible td .aw-yours-number").all_inner_texts()
    np.testing.assert_allclose(np.array(yours, dtype=float), weights.ravel(), atol=0.0051)
    picture(found, "lab attention, no scale")


def test_a_wrong_axis_is_shown_beside_the_expected_weights(notebook, picture):
    found = widget(notebook, "softmax, wrong axis")
    expected, yours = solutions.softmax(SCORES), solutions.softmax(SCORES, axis=0)
    first = f"first at weights[0, 0]: yours {yours[0, 0]:.2f}, expected {expected[0, 0]:.2f}."

    assert first in said(found)
    assert "The rows of your weights do not add up to 1, but the columns do." in said(found)
    assert found.locator(".aw-differs").count() == 1
    assert found.locator(".aw-bar .aw-yours-number").all_inner_texts() == [
        f"yours {value:.2f}" for value in yours.ravel()
    ]
    picture(found, "lab softmax, wrong axis")


def test_an_exception_is_a_friendly_line_and_the_widget_goes_on(notebook, picture):
    found = widget(notebook, "softmax, raises at times")
    assert "✓ Your softmax agrees" in said(found)
    bar = found.get_by_role("slider", name="First query, score of Walden")

    bar.press("End")
    found.get_by_text("stopped with ValueError: too hot").wait_for()
    assert 'raise ValueError("too hot")' in said(found)
    assert "Walden gets" in found.locator(".aw-live").inner_text()
    picture(found, "lab softmax, raises at times")

    bar.press("Home")
    found.get_by_text("✓ Your softmax agrees").wait_for()


def test_an_unsolved_exercise_is_no_mistake(notebook):
    assert "softmax is still to be written" in said(widget(notebook, "softmax, unsolved"))


def test_the_shelf_says_which_book_was_taken(notebook, picture):
    found = widget(notebook, "shelf, worst book")

    assert "Your hard_lookup took" in said(found)
    assert "the best match is Walden" in said(found)
    assert found.locator(".sh-yours").count() == 1
    picture(found, "lab shelf, worst book")


def test_keys_stay_in_the_widget(notebook):
    found = widget(notebook, "softmax, right")
    bar = found.get_by_role("slider", name="First query, score of Moby-Dick")
    active = "window.jupyterapp.shell.currentWidget.content.activeCellIndex"
    bar.focus()
    before = notebook.evaluate(active), notebook.locator(".jp-CodeCell").count()
    for key in ["ArrowLeft", "ArrowUp", "ArrowDown", "ArrowLeft", *"abxddjkm"]:
        bar.press(key)
    temperature = found.get_by_label("Temperature")
    temperature.press("ArrowLeft")

    assert (bar.get_attribute("aria-valuetext"), temperature.input_value()) == ("−1.20", "0.9")
    assert before == (notebook.evaluate(active), notebook.locator(".jp-CodeCell").count())


def test_dark_lab_has_dark_widgets(notebook, picture):
    notebook.evaluate(
        "window.jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Dark' })"
    )
    notebook.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
    for i, name in enumerate(NAMES[1:]):
        found = notebook.locator(".aw").nth(i)
        ink = found.evaluate("node => getComputedStyle(node).color")

        assert ink == "rgb(235, 231, 225)"  # the book's ink in the dark
        picture(found, f"lab dark {name}")
