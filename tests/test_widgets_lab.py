"""Widgets in a real JupyterLab, on learners' right and wrong functions."""

import numpy as np
import pytest
from lab_pages import run_all, running_lab, write_notebook
from widget_pages import skip

import solutions

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SETUP = "import numpy as np\nfrom attention_lab.widgets import ShelfExplorer, SoftmaxExplorer"
RIGHT = """
def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
SoftmaxExplorer(softmax)"""
WRONG_AXIS = """
def softmax(x, axis=-1):
    e = np.exp(x)
    return e / e.sum(axis=0)
SoftmaxExplorer(softmax)"""
SOMETIMES_RAISES = """
def softmax(x, axis=-1):
    if x.max() > 2.5:
        raise ValueError("too hot")
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)
SoftmaxExplorer(softmax)"""
UNSOLVED = """
def softmax(x, axis=-1):
    raise NotImplementedError("softmax: exercise 5.1")
SoftmaxExplorer(softmax)"""
WORST_BOOK = """
def hard_lookup(query, keys, values):
    return values[np.argmin(keys @ query)]
ShelfExplorer(hard_lookup)"""
CELLS = [SETUP, RIGHT, WRONG_AXIS, SOMETIMES_RAISES, UNSOLVED, WORST_BOOK]
SCORES = np.array([[2.0, 1.5, 0.5, 0.0, -1.0], [-1.0, 1.0, 2.0, 0.5, 0.0]])


@pytest.fixture(scope="module")
def notebook(tmp_path_factory, browser):
    folder = tmp_path_factory.mktemp("lab")
    write_notebook(folder / "widgets.ipynb", *CELLS)
    with running_lab(folder) as address:
        page = browser.new_page(viewport={"width": 1200, "height": 7000})
        run_all(page, address, "widgets.ipynb")
        page.wait_for_function(f"document.querySelectorAll('.aw').length == {len(CELLS) - 1}")
        skip(page)
        yield page
        page.close()


def widget(notebook, cell):
    """Return the widget of a cell, once the learner's function has answered."""
    found = notebook.locator(".aw").nth(CELLS.index(cell) - 1)
    found.locator(".aw-learner p").first.wait_for()
    return found


def said(found):
    return found.locator(".aw-learner").inner_text()


def test_a_right_function_agrees(notebook):
    found = widget(notebook, RIGHT)

    assert "✓ Your softmax agrees with the expected result." in said(found)
    assert found.locator(".aw-differs").count() == 0


def test_a_wrong_axis_is_shown_beside_the_expected_weights(notebook):
    found = widget(notebook, WRONG_AXIS)
    expected, yours = solutions.softmax(SCORES), solutions.softmax(SCORES, axis=0)
    first = f"first at weights[0, 0]: yours {yours[0, 0]:.2f}, expected {expected[0, 0]:.2f}."

    assert first in said(found)
    assert "The rows of your weights do not add up to 1, but the columns do." in said(found)
    assert found.locator(".aw-differs").count() == 1
    assert found.locator(".aw-bar .aw-yours-number").all_inner_texts() == [
        f"yours {value:.2f}" for value in yours.ravel()
    ]


def test_an_exception_is_a_friendly_line_and_the_widget_goes_on(notebook):
    found = widget(notebook, SOMETIMES_RAISES)
    assert "✓ Your softmax agrees" in said(found)
    bar = found.get_by_role("slider", name="First query, score of Walden")

    bar.press("End")
    found.get_by_text("stopped with ValueError: too hot").wait_for()
    assert 'raise ValueError("too hot")' in said(found)
    assert "Walden gets" in found.locator(".aw-live").inner_text()

    bar.press("Home")
    found.get_by_text("✓ Your softmax agrees").wait_for()


def test_an_unsolved_exercise_is_no_mistake(notebook):
    assert "softmax is still to be written" in said(widget(notebook, UNSOLVED))


def test_the_shelf_says_which_book_was_taken(notebook):
    found = widget(notebook, WORST_BOOK)

    assert "Your hard_lookup took" in said(found)
    assert "the best match is Walden" in said(found)
    assert found.locator(".sh-yours").count() == 1


def test_keys_stay_in_the_widget(notebook):
    found = widget(notebook, RIGHT)
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


def test_dark_lab_has_dark_widgets(notebook):
    notebook.evaluate(
        "window.jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Dark' })"
    )
    notebook.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
    ink = notebook.locator(".aw").first.evaluate("node => getComputedStyle(node).color")

    assert ink == "rgb(230, 233, 237)"
