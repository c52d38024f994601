"""The real heads: what each token reads in each, and what splitting does to the shapes."""

import re

import numpy as np
import pytest
from widget_notebook import mount, said
from widget_pages import Watched, axe_violations, skip, walk_to

import solutions
from attention_lab import load_heads
from attention_lab.widgets import HeadExplorer

pytestmark = pytest.mark.browser
WIDGET = HeadExplorer
HEADS = load_heads()
ANNA = "Anna lent me a book and I lost it"
KING = "no king is a king without his people"


def tokens(text):
    return HEADS.sentences[HEADS.texts.index(text)]


def settled(opened):
    opened.wait_for_function("new Promise((done) => requestAnimationFrame(() => done(true)))")


def pick(opened, layer, head):
    """Choose a head, counted from 1, with the sliders."""
    opened.get_by_label("Layer", exact=True).fill(str(layer))
    opened.get_by_label("Head", exact=True).fill(str(head))
    settled(opened)


def unfold(opened, name="Show the numbers"):
    if opened.locator("details.aw-fold:not([open])", has_text=name).count():
        opened.get_by_text(name).click()


def shown(opened):
    unfold(opened)
    texts = opened.locator(".aw-weights[role=grid] tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].slice(1).map((cell) => cell.innerText))"
    )
    return np.array(texts, dtype=int)


def live(opened):
    return opened.locator(".aw-live").inner_text()


def dots(opened):
    """Return which heads have a dot, as booleans by layer and head."""
    rows = opened.locator(".he-grid tbody tr").all()
    return np.array(
        [
            row.locator("td").evaluate_all("all => all.map(e => e.classList.contains('he-same'))")
            for row in rows
        ]
    )


def count_most(text, reader, *read):
    names = tokens(text)
    most = HEADS.weights(text)[:, :, names.index(reader)].argmax(axis=-1)
    return np.isin(most, [names.index(name) for name in read])


def test_the_number_of_heads_is_predicted_and_the_heads_get_a_dot(widget):
    assert not widget.locator("canvas").first.is_visible()
    widget.get_by_label("Your guess").fill("30")
    widget.get_by_role("button", name="Look").click()
    book = count_most(ANNA, "it", "book")
    markers = count_most(ANNA, "it", "[CLS]", "[SEP]")

    told = f"You expected 30; it does so in {book.sum()}; in {markers.sum()} it reads a marker most"
    assert widget.locator(".aw-compared").inner_text().startswith(told)
    settled(widget)
    np.testing.assert_array_equal(dots(widget), book)
    assert f"It reads “book” most in {book.sum()} of the 72 heads" in live(widget)


@pytest.mark.parametrize(("text", "layer", "head"), [(ANNA, 1, 3), (ANNA, 4, 2), (KING, 2, 2)])
def test_a_head_shows_the_encoders_weights_in_percent(widget, text, layer, head):
    skip(widget)
    widget.get_by_label("Sentence").select_option(text)
    pick(widget, layer, head)
    weights = HEADS.weights(text)[layer - 1, head - 1]

    np.testing.assert_allclose(shown(widget), 100 * weights, atol=0.5001)
    assert widget.locator(".aw-weights thead th").all_inner_texts()[1:] == tokens(text)
    assert widget.locator("td.he-here").get_attribute("aria-label") == f"layer {layer}, head {head}"


@pytest.mark.parametrize(("layer", "head"), [(0, 2), (3, 11), (5, 0)])
def test_each_small_map_darkens_where_the_weight_is(widget, layer, head):
    skip(widget)
    settled(widget)
    pixels = widget.locator("canvas").evaluate(
        "c => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data]"
    )
    pixels = np.array(pixels).reshape(71, 143, 4)
    around = pixels[12 * layer :, 12 * head :][:12, :12]
    weights = (100 * HEADS.weights(ANNA)[layer, head]).round()

    np.testing.assert_allclose(around[:11, :11, 3], 2.55 * weights, atol=0.51)
    assert not around[11:].any()
    assert not around[:, 11:].any()
    dark = around[around[..., 3] > 127]
    np.testing.assert_allclose(dark[:, :3], np.tile((0x4B, 0x28, 0x93), (len(dark), 1)), atol=1)


@pytest.mark.parametrize(("width", "layer", "head"), [(760, 4, 9), (360, 6, 12)])
def test_each_small_map_lies_in_its_cell(browser, file, width, layer, head):
    with Watched(browser, file, width=width) as opened:
        opened.wait_for_selector(".aw")
        skip(opened)
        settled(opened)
        cell = opened.locator(f"[aria-label='layer {layer}, head {head}']").bounding_box()
        canvas = opened.locator("canvas").bounding_box()

    pixel = canvas["width"] / 143
    assert canvas["height"] == pytest.approx(71 * pixel, abs=0.5)
    assert cell["width"] == pytest.approx(12 * pixel, abs=0.1)
    assert cell["x"] + pixel / 2 == pytest.approx(canvas["x"] + 12 * (head - 1) * pixel, abs=0.5)
    assert cell["y"] + pixel / 2 == pytest.approx(canvas["y"] + 12 * (layer - 1) * pixel, abs=0.5)


def test_the_habit_of_a_head_is_told_in_averages(widget):
    skip(widget)
    pick(widget, 3, 5)
    weights = HEADS.weights(ANNA)[2, 4]
    words = range(1, len(weights) - 1)
    before, itself, after = (
        100 * np.mean([weights[i, i + step] for i in words]) for step in (-1, 0, 1)
    )
    unfold(widget)
    text = widget.get_by_text("On average a word here").inner_text()
    told = [int(found) for found in re.findall(r"(\d+)%", text)]

    assert told[:3] == pytest.approx([before, itself, after], abs=1)
    assert sum(told) <= 101


def test_arcs_go_from_the_reader_to_what_it_reads(widget):
    skip(widget)
    pick(widget, 4, 2)
    widget.locator(".he-line").get_by_role("button", name=re.compile("book")).click()
    widget.mouse.move(2, 2)
    settled(widget)
    weights = HEADS.weights(ANNA)[3, 1, tokens(ANNA).index("book")]
    thick = widget.locator(".he-arcs path").evaluate_all(
        "all => all.map((arc) => Number(arc.getAttribute('stroke-width')))"
    )

    widget.get_by_text("Layer 4, head 2: what “book” reads").wait_for()
    strong = weights > 0.1
    np.testing.assert_allclose(np.array(thick)[strong], 16 * weights[strong], atol=0.09)
    assert live(widget).startswith("“book” reads ")


def test_heads_of_a_habit_can_be_singled_out(widget):
    skip(widget)
    widget.get_by_label("Show", exact=True).select_option("those that read the token before")
    weights = HEADS.weights(ANNA)
    words = range(1, weights.shape[-1] - 1)
    before = np.mean([weights[:, :, i, i - 1] for i in words], axis=0)
    dim = widget.locator(".he-grid td").evaluate_all(
        "all => all.map((cell) => cell.classList.contains('he-dim'))"
    )
    clear = np.abs(before - 0.5) > 0.01

    np.testing.assert_array_equal(np.reshape(dim, (6, 12))[clear], (before < 0.5)[clear])
    assert 0 < dim.count(False) < 10


def test_a_pointer_looks_and_a_tap_picks(widget):
    skip(widget)
    cell = widget.locator(".he-grid td").nth(3 * 12 + 1)
    cell.hover()
    widget.get_by_text("Layer 4, head 2:").wait_for()
    assert widget.get_by_label("Layer", exact=True).input_value() == "1"
    share = HEADS.weights(ANNA)[3, 1, 9, 5]
    assert live(widget).startswith(f"“it” reads “book” most, {share:.0%}.")
    widget.mouse.move(2, 2)
    widget.get_by_text("Layer 1, head 3:").wait_for()

    cell.click()
    widget.mouse.move(2, 2)

    widget.get_by_text("Layer 4, head 2:").wait_for()
    assert widget.get_by_label("Layer", exact=True).input_value() == "4"
    assert widget.get_by_label("Head", exact=True).input_value() == "2"


def test_a_slider_is_obeyed_though_the_pointer_rests_on_a_map(widget):
    skip(widget)
    widget.locator(".he-grid td").nth(3 * 12 + 1).hover()
    widget.get_by_text("Layer 4, head 2:").wait_for()

    widget.get_by_label("Head", exact=True).press("ArrowRight")

    widget.get_by_text("Layer 1, head 4:").wait_for()


def test_everything_goes_by_keyboard(widget):
    skip(widget)
    unfold(widget)
    widget.locator(".aw-live").evaluate("node => document.activeElement.blur()")
    seen = live(widget)
    widget.keyboard.press("Tab")
    settled(widget)
    assert live(widget) == seen  # Tab alone changes nothing that is chosen
    walk_to(widget, widget.locator(".he-grid td[tabindex='0']"))
    for key in ("ArrowLeft", "ArrowDown", "ArrowDown"):
        widget.keyboard.press(key)
    widget.get_by_text("Layer 3, head 2:").wait_for()
    walk_to(widget, widget.get_by_text("Show the numbers"))
    widget.keyboard.press("Tab")
    it, lent, anna = 9, 2, 1
    most = HEADS.weights(ANNA)[2, 1, it].argmax()
    for key in [*["ArrowUp"] * (it - lent), *["ArrowLeft"] * (most - anna)]:
        widget.keyboard.press(key)

    same = HEADS.weights(ANNA)[:, :, lent].argmax(axis=-1) == anna
    widget.get_by_text(f"It reads “anna” most in {same.sum()} of the 72 heads").wait_for()
    assert live(widget).startswith("“lent” reads")
    np.testing.assert_array_equal(dots(widget), same)
    walk_to(widget, widget.get_by_label("Sentence"), "Shift+Tab")
    widget.keyboard.press("ArrowDown")
    widget.locator("th", has_text="cat").first.wait_for()
    assert widget.get_by_label("Sentence").input_value() == "1"


def test_a_token_that_occurs_twice_is_told_apart(widget):
    skip(widget)
    widget.get_by_label("Sentence").select_option(KING)
    pick(widget, 1, 12)
    unfold(widget)
    first, second = (i for i, token in enumerate(tokens(KING)) if token == "king")
    widget.locator(".aw-weights[role=grid] tbody tr").nth(second).locator("td").nth(first).click()
    widget.mouse.move(2, 2)
    same = HEADS.weights(KING)[:, :, second].argmax(axis=-1) == first

    widget.get_by_text(f"It reads the first “king” most in {same.sum()} of the 72").wait_for()
    assert live(widget).startswith("The second “king” reads ")


def test_the_shapes_are_those_of_the_sentence_and_the_columns_those_of_the_head(widget):
    skip(widget)
    widget.get_by_label("Sentence").select_option(KING)
    pick(widget, 1, 12)
    unfold(widget, "What splitting")
    X = np.zeros((len(tokens(KING)), 384))
    split = solutions.split_heads(X, 12)
    shapes = [
        *(X.shape, X.shape, X.reshape(-1, 12, 32).shape, split.shape),
        *((12, 10, 10), split.shape, solutions.merge_heads(split).shape, X.shape),
    ]

    assert widget.locator(".he-shapes code").all_inner_texts() == [str(shape) for shape in shapes]
    assert widget.get_by_text("has columns 352 to 383.").is_visible()
    assert (
        widget.locator(".he-joined")
        .first.locator("span.he-on")
        .evaluate("span => [...span.parentNode.children].indexOf(span)")
        == 11
    )


def test_dark_pages_get_light_maps(widget):
    skip(widget)
    settled(widget)
    widget.evaluate("document.documentElement.dataset.theme = 'dark'")
    violet = "document.querySelector('canvas').getContext('2d').getImageData(24, 1, 1, 1).data"

    widget.wait_for_function(f"{violet}[0] === 0xb9")


def test_a_phone_shows_the_whole_table_and_the_finger_has_sliders(browser, file):
    with Watched(browser, file, width=360, touch=True) as opened:
        opened.wait_for_selector(".aw")
        skip(opened)
        unfold(opened)
        for scroller in opened.locator(".aw-scroll:visible").all():
            assert scroller.evaluate("node => node.scrollWidth <= node.clientWidth")
        cell = opened.locator(".he-grid td").nth(12)
        box = cell.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        cell.tap()
        opened.get_by_text("Layer 2, head 1:").wait_for()
        assert opened.evaluate("document.documentElement.scrollWidth") == 360
        assert axe_violations(opened) == []


# ---- the learner's functions ----


def only_reshapes(X, num_heads):
    return X.reshape(num_heads, X.shape[0], -1)


def forgets_W_O(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    return solutions.multi_head_attention(X, memory, W_Q, W_K, W_V, np.eye(4), num_heads, mask)


def raises(X):
    raise IndexError("no such axis")


def test_right_functions_agree(notebook):
    mount(
        notebook,
        HeadExplorer(solutions.split_heads, solutions.merge_heads, solutions.multi_head_attention),
    )
    skip(notebook)

    assert said(notebook).count("agrees with the expected result") == 3
    assert notebook.locator(".aw-differs").count() == 0
    assert notebook.locator(".he-tables table").count() == 6
    assert axe_violations(notebook) == []


def test_a_reshape_without_a_swap_is_shown_head_by_head(notebook):
    mount(notebook, HeadExplorer(only_reshapes))
    skip(notebook)
    X = np.array([[10, 11, 12, 13], [20, 21, 22, 23], [30, 31, 32, 33]])

    assert "first at result[0, 1, 0]: yours 12.00, expected 20.00." in said(notebook)
    yours = notebook.locator(".he-tables .aw-yours-number").all_inner_texts()
    assert [int(text) for text in yours] == only_reshapes(X, 2).ravel().tolist()
    marked = notebook.locator(".he-tables td.aw-differs")
    assert marked.evaluate_all("all => all.map(e => e.innerText)") == ["20\n12"]


def test_a_forgotten_W_O_shows_in_the_output_and_not_in_the_weights(notebook):
    mount(notebook, HeadExplorer(multi_head_attention=forgets_W_O))
    skip(notebook)

    assert "Your multi_head_attention differs, first at output[0, 0]" in said(notebook)
    tables = notebook.locator(".he-tables table")
    assert [tables.nth(i).locator(".aw-differs").count() for i in range(3)] == [1, 0, 0]
    cells = tables.nth(1).locator("td").all_inner_texts()
    assert all(a == b for a, b in (cell.split("\n") for cell in cells))


def test_an_exception_leaves_the_widget_at_work(notebook):
    mount(notebook, HeadExplorer(solutions.split_heads, merge_heads=raises))
    skip(notebook)
    assert "Your merge_heads stopped with IndexError: no such axis" in said(notebook)
    assert "✓ Your split_heads agrees" in said(notebook)

    pick(notebook, 2, 2)

    assert notebook.get_by_text("Layer 2, head 2:").is_visible()
