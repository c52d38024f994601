"""Three lenses: the same books through three matrices, and who asks for whom."""

import numpy as np
import pytest
from widget_notebook import mount, said
from widget_pages import Watched, skip, walk_to

import solutions
from attention_lab.widgets import LensExplorer

pytestmark = pytest.mark.browser
WIDGET = LensExplorer
HEIGHT = 1100
TITLES = ["Moby-Dick", "Art of War", "South", "Secret Garden", "Flatland"]
X = np.array([[3, 1], [0, 3], [2, -2], [-1, -1], [0, 0]], dtype=float)
MATRICES = {
    "Q, queries": np.array([[1.0, 1], [-1, 1]]),
    "K, keys": np.eye(2),
    "V, values": np.diag([1.0, -1]),
}


def unfold(opened, name):
    """Open a fold of the widget."""
    if opened.locator("details.aw-fold:not([open])", has_text=name).count():
        opened.get_by_text(name).click()


def landed(opened):
    """Return where each book lands, as the table says."""
    texts = opened.locator("td").evaluate_all("all => all.map(cell => cell.firstChild.textContent)")
    return np.array([float(text.replace("−", "-")) for text in texts]).reshape(5, 2)


def wait(opened, text):
    opened.locator(".aw").filter(has_text=text).wait_for()


def choose(opened, lens):
    opened.get_by_role("radio", name=lens).check()
    wait(opened, f"W{lens[0]}: pure sea")


def fill(opened, lens, matrix):
    """Type a matrix into the fields."""
    choose(opened, lens)
    for i, row in enumerate(matrix):
        for j, x in enumerate(row):
            opened.get_by_label(f"W_{lens[0]}, row {i + 1}, number {j + 1}").fill(str(x))
    opened.evaluate("new Promise(requestAnimationFrame)")


def centre(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_each_lens_shows_the_rows_times_its_matrix(widget):
    skip(widget)
    for lens, W in MATRICES.items():
        choose(widget, lens)

        np.testing.assert_array_equal(landed(widget), solutions.project(X, W) + 0.0)


def test_the_best_key_of_each_query_is_named(widget):
    skip(widget)
    Q, K, _ = solutions.project_qkv(X, *MATRICES.values())
    scores = solutions.dot_product_scores(Q, K)
    expected = [
        f"{title} asks for {'itself' if j == i else TITLES[j]} ({scores[i, j]:.0f})"
        for i, (title, j) in enumerate(zip(TITLES, scores.argmax(axis=1), strict=True))
    ]
    expected[-1] = "Flatland asks for none in particular"

    unfold(widget, "Who finds whom")
    assert widget.locator(".le-wishes label").all_inner_texts() == expected
    widget.get_by_role("radio", name="South asks").check()
    wait(widget, "South asks with (4, 0) and finds Moby-Dick: 4 × 3 + 0 × 1 = 12.")
    wait(widget, "It is handed (3, −1).")


def test_a_book_meets_its_opposite_where_a_lens_forgets_it(widget):
    skip(widget)
    fill(widget, "Q, queries", [[1, 0], [-3, 0]])

    wait(widget, "As queries, Moby-Dick and Flatland and Moby-Dick’s opposite meet at (0, 0).")
    assert landed(widget)[0].tolist() == [0, 0]


def test_half_a_turn_is_recognised(widget):
    skip(widget)
    fill(widget, "V, values", [[-1, 0], [0, -1]])

    wait(widget, "Everything is turned by half a turn.")
    np.testing.assert_array_equal(landed(widget), -X + 0.0)


def test_lenses_of_the_chapter_can_be_chosen_and_say_who_meets(widget):
    skip(widget)
    choose(widget, "K, keys")
    lens = widget.get_by_label("Begin with")
    lens.select_option("mix")
    wait(widget, "As keys, South and Flatland meet at (0, 0).")
    np.testing.assert_array_equal(landed(widget), X @ np.ones((2, 2)))

    widget.get_by_label("W_K, row 1, number 1").fill("2")

    wait(widget, "Moby-Dick asks for itself (30)")  # (2, 4) with (7, 4)
    assert lens.input_value() == "0"
    choose(widget, "V, values")
    assert lens.input_value() == "0"
    lens.select_option("as it is")
    choose(widget, "K, keys")
    assert lens.input_value() == "0"
    choose(widget, "V, values")
    assert lens.locator(":checked").inner_text() == "as it is"


def test_large_numbers_keep_their_zeros_and_marks_beyond_the_plane_are_told_of(widget):
    skip(widget)
    fill(widget, "Q, queries", [[5, 5], [5, 5]])
    fill(widget, "K, keys", [[6.5, 6.5], [6.5, 6.5]])
    Q, K = X @ np.full((2, 2), 5), X @ np.full((2, 2), 6.5)

    wait(widget, f"Moby-Dick asks for itself ({Q[0] @ K[0]:.0f})")
    assert Q[0] @ K[0] == 1040
    wait(widget, "Pale marks at the edge lie beyond it.")


def test_a_number_beyond_the_limits_is_told_of(widget):
    skip(widget)
    field = widget.get_by_label("W_Q, row 1, number 1")
    told = widget.get_by_text("These numbers go from −6.5 to 6.5; the nearest is used.")
    assert not told.is_visible()
    field.fill("9")

    told.wait_for()
    field.fill("6")
    told.wait_for(state="hidden")


def test_a_bias_moves_every_book_and_is_no_row_of_the_matrix(widget):
    skip(widget)
    choose(widget, "K, keys")
    widget.get_by_label("add a bias b").check()
    handle = widget.get_by_role("button", name="Bias b")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        handle.press(key)
    wait(widget, "3 × 1 + 1 × 0 + 1 = 4")
    widget.evaluate("new Promise(requestAnimationFrame)")

    np.testing.assert_array_equal(landed(widget), solutions.project(X, np.eye(2), [1, 0.5]))
    widget.get_by_label("add a bias b").uncheck()
    wait(widget, "3 × 1 + 1 × 0 = 3")
    assert not handle.is_visible()


def test_an_arrow_is_dragged_and_is_a_row_of_the_matrix(widget):
    skip(widget)
    x, y = centre(widget.get_by_role("button", name="Row 2, war"))
    unit = widget.locator(".le-large .le-plane").first.bounding_box()["width"] / 13
    widget.mouse.move(x, y)
    widget.mouse.down()
    widget.mouse.move(x + 2 * unit, y + 3.1 * unit, steps=5)
    widget.mouse.up()
    wait(widget, "3 × 1 + 1 × 1 = 4")

    assert widget.get_by_label("W_Q, row 2, number 2").input_value() == "-2"
    np.testing.assert_array_equal(landed(widget), X @ [[1, 1], [1, -2]])


def test_a_finger_drags_an_arrow_and_does_not_scroll(browser, file):
    with Watched(browser, file, width=360, touch=True) as opened:
        skip(opened)
        handle = opened.get_by_role("button", name="Row 1, sea")
        handle.scroll_into_view_if_needed()
        x, y = centre(handle)
        before = opened.evaluate("scrollY")
        unit = opened.locator(".le-large .le-plane").first.bounding_box()["width"] / 13
        session = opened.context.new_cdp_session(opened)
        for kind, places in (
            ("touchStart", [{"x": x, "y": y}]),
            ("touchMove", [{"x": x, "y": y + unit}]),
            ("touchMove", [{"x": x, "y": y + 2 * unit}]),
            ("touchEnd", []),
        ):
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
        opened.wait_for_function(
            "document.querySelector('[aria-label=\"W_Q, row 1, number 2\"]').value == '-1'"
        )

        assert opened.evaluate("scrollY") == before


def test_a_cell_tells_its_sum_of_products_by_keyboard(widget):
    skip(widget)
    unfold(widget, "Show the numbers")
    walk_to(widget, widget.locator("td").first)
    widget.keyboard.press("ArrowDown")
    widget.keyboard.press("ArrowRight")

    wait(widget, "Art of War: 0 × 1 + 3 × 1 = 3")
    walk_to(widget, widget.get_by_role("radio", name="Q, queries"), "Shift+Tab")
    widget.keyboard.press("ArrowRight")
    wait(widget, "Art of War: 0 × 0 + 3 × 1 = 3")
    assert widget.get_by_role("radio", name="K, keys").is_checked()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            "(4, −2)",
            "You expected (4, −2); it lands at (2, 4): 3 × 1 + 1 × (−1) and 3 × 1 + 1 × 1.",
        ),
        ("(2, 4)", "You expected (2, 4), and it lands at (2, 4):"),
    ],
)
def test_where_moby_dick_lands_is_predicted(widget, answer, words):
    assert not widget.locator("td").first.is_visible()
    widget.get_by_role("button", name=answer).click()

    told = widget.locator(".aw-compared").inner_text().replace("\u00a0", " ")
    assert told.startswith(words)
    assert landed(widget)[0].tolist() == [2, 4]
    assert widget.locator(".le-guess", has_text="you").is_visible()
    choose(widget, "V, values")
    assert not widget.locator(".le-guess", has_text="you").is_visible()


def transposed(X, W, b=None):
    return X @ W.T


def forgets_b(X, W, b=None):
    return X @ W


def one_for_two(X, W_Q, W_K, W_V):
    return X @ W_Q, X @ W_V, X @ W_V


def two_results(X, W_Q, W_K, W_V):
    return X @ W_Q, X @ W_K


def test_right_functions_agree_with_and_without_a_bias(notebook):
    mount(notebook, LensExplorer(solutions.project, solutions.project_qkv))
    skip(notebook)
    assert "✓ Your project agrees" in said(notebook)
    assert "✓ Your project_qkv agrees" in said(notebook)

    notebook.get_by_label("add a bias b").check()
    notebook.get_by_label("b, number 2").fill("2.5")

    notebook.locator("td .aw-yours-number").get_by_text("6.50").wait_for()  # 4 + 2.5
    assert "✓ Your project agrees" in said(notebook)
    assert notebook.locator(".aw-differs").count() == 0


def test_a_transposed_matrix_is_shown_beside_and_in_the_plane(notebook):
    mount(notebook, LensExplorer(transposed))
    skip(notebook)

    assert "Your project differs, first at Y[0, 0]: yours 4.00, expected 2.00." in said(notebook)
    assert notebook.locator("td.aw-differs").inner_text().split() == ["2.00", "4.00"]
    assert notebook.locator(".le-guess:visible").all_text_contents() == ["M", "A", "S", "G", "F"]


def test_a_forgotten_bias_shows_once_there_is_one(notebook):
    mount(notebook, LensExplorer(forgets_b))
    skip(notebook)
    assert "✓ Your project agrees" in said(notebook)

    notebook.get_by_label("add a bias b").check()
    notebook.get_by_label("b, number 1").fill("-1")

    notebook.get_by_text("first at Y[0, 0]: yours 2.00, expected 1.00.").wait_for()


def test_the_lens_that_is_wrong_is_marked(notebook):
    mount(notebook, LensExplorer(project_qkv=one_for_two))
    skip(notebook)
    assert "first at K[0, 1]: yours −1.00, expected 1.00." in said(notebook)
    assert notebook.locator("td.aw-differs").count() == 0  # these are the queries

    choose(notebook, "K, keys ≠")

    notebook.locator("td.aw-differs").wait_for()
    assert notebook.locator("td.aw-differs").inner_text().split() == ["1.00", "−1.00"]


def test_too_few_results_leave_the_widget_at_work(notebook):
    mount(notebook, LensExplorer(project_qkv=two_results))
    skip(notebook)
    assert "returned 2 arrays; expected 3: Q, K, V." in said(notebook)

    notebook.get_by_label("Begin with").select_option("as it is")

    wait(notebook, "Moby-Dick asks with (3, 1) and finds itself: 3 × 3 + 1 × 1 = 10.")
