"""The score table: vectors to drag, the dot product against the cosine, and each cell's sum."""

import numpy as np
import pytest
from widget_notebook import mount, said
from widget_pages import Watched, skip, walk_to

import solutions
from attention_lab.widgets import ScoreExplorer

pytestmark = pytest.mark.browser
WIDGET = ScoreExplorer
HEIGHT = 1000
Q = np.array([[2, 1], [-1, 2], [0, 2]], dtype=float)
K = np.array([[1, 0.5], [4, -1], [-3, 1], [-2, -1]])


def table(opened):
    """Return the numbers in the cells."""
    texts = opened.locator("td").evaluate_all("all => all.map(cell => cell.firstChild.textContent)")
    return np.array([float(text.replace("−", "-")) for text in texts]).reshape(3, 4)


def written(values):
    return np.round(values, 2) + 0.0


def wait(opened, text):
    opened.locator(".aw").filter(has_text=text).wait_for()


def point(opened, name):
    return opened.locator(".aw-point", has_text=name)


def test_the_cells_are_all_the_dot_products_or_all_the_cosines(widget):
    skip(widget)
    np.testing.assert_array_equal(table(widget), written(solutions.dot_product_scores(Q, K)))
    assert widget.locator(".sc-best").all_inner_texts() == ["7.00", "5.00", "2.00"]

    widget.get_by_label("cosine").check()

    wait(
        widget, "Best match by the cosine: Q1 with K1 (1.00), Q2 with K3 (0.71), Q3 with K1 (0.45)."
    )
    np.testing.assert_allclose(table(widget), solutions.cosine_scores(Q, K), atol=0.0051)


def test_a_longer_key_gains_in_the_dot_product_and_not_in_the_cosine(widget):
    skip(widget)
    length = widget.get_by_label("Length of K1")
    length.fill("5")
    wait(widget, "Q1 with K1 (11.18)")
    longer = np.vstack([5 * K[0] / np.linalg.norm(K[0]), K[1:]])
    np.testing.assert_allclose(table(widget), solutions.dot_product_scores(Q, longer), atol=0.0051)

    widget.get_by_label("cosine").check()

    wait(widget, "Q1 with K1 (1.00)")
    np.testing.assert_allclose(table(widget), solutions.cosine_scores(Q, K), atol=0.0051)


def test_a_key_of_zeros_scores_0_and_finds_its_direction_again(widget):
    skip(widget)
    widget.get_by_role("radio", name="K2").check()
    length = widget.get_by_label("Length of K2")
    length.press("Home")
    widget.get_by_label("cosine").check()
    wait(widget, "K2 is all zeros and scores 0 with everything.")
    assert table(widget)[:, 1].tolist() == [0, 0, 0]
    widget.locator("td").nth(1).hover()
    wait(widget, "K2 is all zeros: it has no direction, and its score is 0.")

    length.fill("2")

    widget.get_by_text("is all zeros").first.wait_for(state="detached")
    np.testing.assert_allclose(table(widget), solutions.cosine_scores(Q, K), atol=0.0051)


def test_a_query_of_zeros_asks_for_none_in_particular(widget):
    skip(widget)
    for _ in range(4):
        point(widget, "Q1").press("ArrowLeft")
    for _ in range(2):
        point(widget, "Q1").press("ArrowDown")

    wait(widget, "Q1 with none in particular, Q2 with K3 (5.00)")
    assert widget.locator("tr:has-text('Q1') .sc-best").count() == 0


def test_one_key_turned_and_stretched_becomes_the_best_of_all_three_queries(widget):
    skip(widget)
    assert widget.locator("td:first-of-type.sc-best").count() == 0
    for key in ["ArrowUp"] * 3:  # from (1, 0.5) to (1, 2)
        point(widget, "K1").press(key)
    wait(widget, "Q1 with K2 (7.00), Q2 with K3 (5.00), Q3 with K1 (4.00)")

    widget.get_by_label("Length of K1").fill("4.5")

    wait(widget, "Q1 with K1 (8.05), Q2 with K1 (6.04), Q3 with K1 (8.05)")
    widget.get_by_label("cosine").check()
    wait(widget, "Q1 with K1 (0.80), Q2 with K3 (0.71), Q3 with K1 (0.89)")


def test_queries_that_cancel_share_no_best_key():
    cancelling = np.array([[2.0, 1], [-1, 2], [-2, -2]])
    others = K[1:]
    steps = np.arange(-5, 5.5, 0.5)
    for x in steps:
        for y in steps:
            moved = np.vstack([[x, y], others])
            scores = solutions.dot_product_scores(cancelling, moved)
            assert not (scores[:, :1] > scores[:, 1:]).all()

    np.testing.assert_allclose(np.array([1.2, 0.4, 1]) @ cancelling, 0, atol=1e-12)


def test_a_stretched_key_stops_at_the_edge_of_the_plane(widget):
    skip(widget)
    length = widget.get_by_label("Length of K1")
    length.press("End")
    wait(widget, "Q1 with K1 (12.50)")

    assert "5 across, 2.5 up" in point(widget, "K1").get_attribute("aria-label")
    assert float(length.input_value()) == pytest.approx(np.hypot(5, 2.5), abs=0.06)


def test_a_stretched_key_moves_on_from_where_it_is(widget):
    skip(widget)
    widget.get_by_label("Length of K1").fill("3.1")
    at = 3.1 * K[0] / np.linalg.norm(K[0])
    point(widget, "K1").press("ArrowRight")
    x, y = (np.round(2 * (at + np.array([0.5, 0]))) / 2).tolist()

    wait(widget, f"Q1 with K1 ({Q[0] @ [x, y]:.2f})")
    assert f"{x:g} across, {y:g} up" in point(widget, "K1").get_attribute("aria-label")


def test_two_best_keys_are_both_named(widget):
    skip(widget)
    for key in [*["ArrowLeft"] * 8, "ArrowUp"]:  # K1 comes to lie on K3
        point(widget, "K1").press(key)

    wait(widget, "Q2 with K1 and K3 (5.00)")
    assert widget.locator("tr:has-text('Q2') .sc-best").count() == 2


def test_a_phone_shows_the_whole_table(browser, file):
    with Watched(browser, file, width=360, touch=True) as opened:
        skip(opened)
        for key in [*["ArrowLeft"] * 9, *["ArrowDown"] * 9]:
            point(opened, "Q1").press(key)  # (-2.5, -3.5) makes the longest name
        wait(opened, "Q1 with K")
        fits = "node => node.scrollWidth <= node.clientWidth"
        assert opened.locator(".aw-scroll").evaluate(fits)


def test_a_cell_tells_its_sum_of_products_by_keyboard(widget):
    skip(widget)
    walk_to(widget, widget.locator("td").first)
    wait(widget, "Q1 · K1 = 2 × 1 + 1 × 0.5 = 2.5")
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        widget.keyboard.press(key)
    wait(widget, "Q3 · K2 = 0 × 4 + 2 × (−1) = −2")
    assert widget.locator(".sc-arrow.sc-here").count() == 2

    point(widget, "K2").press("ArrowUp")

    wait(widget, "Q3 · K2 = 0 × 4 + 2 × (−0.5) = −1")
    assert table(widget)[:, 1].tolist() == [7.5, -5, -1]
    widget.get_by_label("cosine").check()
    wait(widget, "= −1; divided by the lengths 2 and 4.03: −0.12")


def test_a_vector_is_dragged_and_its_row_follows(widget):
    skip(widget)
    box = widget.locator(".sc-plane").bounding_box()
    unit = box["width"] / 10
    x, y = box["x"] + 4 * unit, box["y"] + 3 * unit  # Q2, at (-1, 2)
    widget.mouse.move(x, y)
    widget.mouse.down()
    widget.mouse.move(x + 4.1 * unit, y + unit, steps=5)
    widget.mouse.up()
    wait(widget, "Q2 (3, 1)")
    moved = np.vstack([Q[0], [3, 1], Q[2]])

    np.testing.assert_array_equal(table(widget), written(solutions.dot_product_scores(moved, K)))


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (0, "You expected Q1 · K1; Q1 · K2 is larger, 7 against 2.5."),
        (1, "You expected Q1 · K2, and it is the largest, 7."),
    ],
)
def test_the_largest_cell_is_predicted_by_tapping_it(widget, cell, words):
    assert set(widget.locator("td").all_inner_texts()) == {"?"}
    widget.locator("td").nth(cell).click()

    assert widget.locator(".aw-compared").inner_text() == words
    assert "you" in widget.locator(".sc-guess").evaluate(
        "node => getComputedStyle(node, '::after').content"
    )


def test_the_prediction_goes_by_keyboard_and_hides_every_number_until_then(widget):
    walk_to(widget, widget.locator("td").first)
    widget.keyboard.press("ArrowDown")
    point(widget, "Q1").press("ArrowUp")
    wait(widget, "Q1 (2, 1.5)")
    assert set(widget.locator("td").all_inner_texts()) == {"?"}
    widget.locator("td").nth(5).press("Enter")

    assert "You expected Q2 · K2; Q1 · K2 is larger, 6.5 against −6." in said_of(widget)


def said_of(opened):
    return opened.locator(".aw-compared").inner_text()


def test_a_finger_drags_a_vector(browser, file):
    with Watched(browser, file, width=360, touch=True) as opened:
        skip(opened)
        handle = point(opened, "K2")
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        before = opened.evaluate("scrollY")
        unit = opened.locator(".sc-plane").bounding_box()["width"] / 10
        session = opened.context.new_cdp_session(opened)
        for kind, places in (
            ("touchStart", [{"x": x, "y": y}]),
            ("touchMove", [{"x": x, "y": y - 1.6 * unit}]),
            ("touchMove", [{"x": x, "y": y - 2 * unit}]),
            ("touchEnd", []),
        ):
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
        wait(opened, "Q1 with K2 (9.00)")  # (4, -1) has gone up by 2

        assert opened.evaluate("scrollY") == before


def transposed_all(Q, K):
    return K @ Q.T


def no_lengths(Q, K):
    return Q @ K.T


def divides_by_zero(Q, K):
    return Q @ K.T / np.linalg.norm(Q, axis=1)[:, np.newaxis] / np.linalg.norm(K, axis=1)


def test_right_functions_agree_in_both_scores(notebook):
    mount(notebook, ScoreExplorer(solutions.dot_product_scores, solutions.cosine_scores))
    skip(notebook)
    assert "✓ Your dot_product_scores agrees" in said(notebook)
    assert "✓ Your cosine_scores agrees" in said(notebook)
    yours = notebook.locator("td .aw-yours-number")
    assert float(yours.nth(1).inner_text()) == 7

    notebook.get_by_label("cosine").check()

    yours.get_by_text("0.76").wait_for()
    assert notebook.locator(".aw-differs").count() == 0


def test_a_turned_table_is_told_by_its_shape(notebook):
    mount(notebook, ScoreExplorer(transposed_all))
    skip(notebook)

    assert "scores: yours has shape (4, 3), expected shape (3, 4)." in said(notebook)
    assert notebook.locator("td .aw-yours-number").count() == 0


def test_a_cosine_without_lengths_differs_where_they_are_not_1(notebook):
    mount(notebook, ScoreExplorer(cosine_scores=no_lengths))
    skip(notebook)
    assert "first at scores[0, 0]: yours 2.50, expected 1.00" in said(notebook)
    assert notebook.locator(".aw-differs").count() == 0  # the table shows dot products

    notebook.get_by_label("cosine").check()

    notebook.locator("td.aw-differs").wait_for()
    assert notebook.locator("td.aw-differs").inner_text().split() == ["1.00", "2.50"]


def test_a_zero_vector_finds_the_division_by_0(notebook):
    mount(notebook, ScoreExplorer(cosine_scores=divides_by_zero))
    skip(notebook)
    notebook.get_by_label("cosine").check()
    assert "✓ Your cosine_scores agrees" in said(notebook)

    notebook.get_by_label("Length of K1").press("Home")

    notebook.get_by_text("first at scores[0, 0]: yours NaN, expected 0.00").wait_for()
