"""The whole machine: every step's numbers are attention's, on real heads and on real books."""

import re

import numpy as np
import pytest
from widget_notebook import mount, said
from widget_pages import Watched, axe_violations, skip, walk_to

import solutions
from attention_lab import load_heads, load_library
from attention_lab.widgets import AttentionExplorer

pytestmark = pytest.mark.browser
WIDGET = AttentionExplorer
SOURCES = AttentionExplorer().settings["sources"]
HEAD, READERS = SOURCES[0], SOURCES[4]


def qkv(source):
    return [np.array(source[name], dtype=float) for name in "QKV"]


def step(opened, name):
    opened.get_by_role("radio", name=name).check()
    opened.wait_for_function("new Promise((done) => requestAnimationFrame(() => done(true)))")


def unfold(opened):
    """Show the numbers, which are behind a fold."""
    if opened.locator("details.aw-fold:not([open])").count():
        opened.get_by_text("Show the numbers").click()


def shares(opened):
    """Return what the picture writes beside each key."""
    return opened.locator(".at-share").all_inner_texts()


def table(opened, number=0):
    """Return the numbers of a table; what is hidden is NaN."""
    unfold(opened)
    texts = (
        opened.locator(".at-stage table")
        .nth(number)
        .evaluate(
            "table => [...table.tBodies[0].rows].map((row) =>"
            " [...row.cells].slice(1).map((cell) => cell.innerText))"
        )
    )
    as_number = {"hidden": np.nan, "": np.nan}
    return np.array(
        [[as_number.get(x) or float(x.replace("−", "-")) for x in row] for row in texts]
    )


def live(opened):
    return opened.locator(".aw-live").inner_text()


def choose(opened, source):
    opened.get_by_label("Who reads what").select_option(source["name"])


def test_the_stored_head_gives_the_encoders_own_weights():
    heads = load_heads()
    for source in SOURCES[:4]:
        head, text = re.match(r"head (\d+): “(.*)”", source["name"]).groups()
        theirs = heads.weights(text)[heads.layer, int(head) - 1]

        np.testing.assert_allclose(solutions.attention(*qkv(source))[1], theirs, rtol=0, atol=0.005)


def test_the_readers_keep_their_matches_with_the_books():
    library = load_library()
    questions = [
        library.question(text)
        for text in (
            "living alone in the woods",
            "a story about the sea",
            "a former slave tells his story",
            "how to get rich",
        )
    ]
    books = library.vectors[[library.book(name) for name in READERS["keys"]]]
    Q, K, V = qkv(READERS)

    np.testing.assert_allclose(Q @ K.T, 20 * np.array(questions) @ books.T, atol=0.06)
    assert V[:, 0].tolist() == [library.years[library.book(name)] for name in READERS["keys"]]


def test_the_answer_waits_for_a_prediction_and_shows_the_difference(widget):
    weights = solutions.attention(*qkv(HEAD))[1][HEAD["rows"].index("woods")]
    assert shares(widget) == [""] * 7
    assert (
        widget.locator(".at-lines path").evaluate_all(
            "all => new Set(all.map((line) => line.getAttribute('stroke-width'))).size"
        )
        == 1
    )
    assert not widget.locator(".at-chips").first.is_visible()

    widget.get_by_role("button", name="the", exact=True).click()

    told = f"You expected the; it reads [SEP] most, {weights[6]:.0%}, and the {weights[4]:.0%}."
    assert widget.locator(".aw-compared").inner_text() == told
    assert shares(widget) == [f"{weight:.0%}" for weight in weights]
    thick = widget.locator(".at-lines path").evaluate_all(
        "all => all.map((line) => Number(line.getAttribute('stroke-width')))"
    )
    assert thick == pytest.approx(20 * weights, abs=0.06)
    assert table(widget)[5] == pytest.approx(weights, abs=0.005)
    assert widget.locator(".at-guess th").inner_text() == "the"


@pytest.mark.parametrize(
    "source", [SOURCES[3], READERS, SOURCES[5]], ids=["head", "books", "small"]
)
def test_each_step_shows_its_numbers_in_every_cell(widget, source):
    skip(widget)
    choose(widget, source)
    Q, K, V = qkv(source)
    output, weights = solutions.attention(Q, K, V)
    scores = solutions.dot_product_scores(Q, K)
    scaled = solutions.scaled_scores(Q, K)
    rough = 0.051 if np.abs(scores).max() >= 10 else 0.0051
    step(widget, "1 Q, K, V")
    for number, array in enumerate((Q, K, V)):
        np.testing.assert_array_equal(table(widget, number), array)

    for name, array in (("2 scores", scores), ("3 scaled", scaled), ("4 mask", scaled)):
        step(widget, name)
        np.testing.assert_allclose(table(widget), array, atol=rough)
    step(widget, "5 softmax")
    np.testing.assert_allclose(table(widget), weights, atol=0.0051)
    i = source["query"]
    way = np.column_stack([scores[i], scaled[i], scaled[i], weights[i]])
    np.testing.assert_allclose(table(widget, 1), way, atol=0.0051)

    step(widget, "6 blend")
    rough = 0.51 if np.abs(V).max() >= 100 else 0.0051
    parts = np.vstack([weights[i][:, np.newaxis] * V, output[i]])
    np.testing.assert_allclose(table(widget), parts, atol=rough)
    np.testing.assert_allclose(table(widget, 1), output, atol=rough)


def test_each_step_says_in_words_what_happened(widget):
    skip(widget)
    Q, K, V = qkv(READERS)
    i = READERS["rows"].index("rich")
    j = READERS["keys"].index("Wealth of Nations")
    score = Q[i] @ K[j]
    output, weights = solutions.attention(Q, K, V)
    choose(widget, READERS)
    widget.get_by_role("radio", name="rich").check()
    said_at = {}
    for name in ("2 scores", "3 scaled", "4 mask", "5 softmax", "6 blend"):
        step(widget, name)
        said_at[name] = live(widget).replace("−", "-")

    assert said_at["2 scores"].startswith(f"rich and Wealth of Nations: {Q[i, 0]:.2f} × ")
    assert said_at["2 scores"].endswith(f" = {score:.2f}.")
    assert f"{score:.2f} divided by 2.00 is {score / 2:.2f}." in said_at["3 scaled"]
    assert said_at["4 mask"] == "No mask: rich may read 6 of 6 keys."
    share = f"{weights[i, j]:.0%}"
    assert said_at["5 softmax"].startswith(f"rich reads Wealth of Nations most, {share}.")
    assert f"added up to {output[i, 0]:.0f}, an average of the values" in said_at["6 blend"]


def test_an_earlier_prediction_is_seen_again_where_it_was_compared(widget):
    widget.get_by_role("button", name="alone", exact=True).click()
    widget.get_by_text("You expected alone;").wait_for()
    widget.reload()
    widget.get_by_text("Earlier you expected alone;").wait_for()

    assert widget.get_by_role("radio", name="5 softmax").is_checked()
    assert "alone" in widget.locator(".at-row.at-guess").inner_text()
    unfold(widget)
    assert widget.locator(".at-guess:visible th").inner_text() == "alone"


def test_the_causal_mask_hides_what_comes_later(widget):
    skip(widget)
    widget.get_by_role("radio", name="causal").check()
    step(widget, "4 mask")
    mask = solutions.causal_mask(7)
    np.testing.assert_array_equal(np.isnan(table(widget)), ~mask)
    assert "“woods” may read 6 of 7 keys." in live(widget)

    step(widget, "5 softmax")

    Q, K, V = qkv(HEAD)
    np.testing.assert_allclose(table(widget), solutions.attention(Q, K, V, mask)[1], atol=0.0051)
    choose(widget, READERS)
    assert widget.get_by_role("radio", name="causal").is_disabled()
    assert widget.get_by_role("radio", name="none").is_checked()


def test_a_filler_is_read_until_a_padding_mask_hides_its_column(widget):
    skip(widget)
    choose(widget, READERS)
    widget.get_by_label("A filler at the end").check()
    step(widget, "6 blend")
    Q, K, V = qkv(READERS)
    K, V = np.vstack([K, np.zeros(4)]), np.vstack([V, [0]])
    without = solutions.attention(Q, K, V)[0]
    assert "to a filler that means nothing" in live(widget)
    np.testing.assert_allclose(table(widget, 1), without, atol=0.51)

    widget.get_by_role("radio", name="padding").check()
    step(widget, "6 blend")

    masked = solutions.attention(Q, K, V, np.arange(7) < 6)
    np.testing.assert_allclose(table(widget, 1), masked[0], atol=0.51)
    step(widget, "5 softmax")
    np.testing.assert_array_equal(table(widget)[:, 6], 0)
    assert widget.locator(".at-stage table:visible").first.locator(".aw-masked").count() == 4
    widget.get_by_label("A filler at the end").uncheck()
    assert widget.get_by_role("radio", name="none").is_checked()


def test_a_pointer_looks_and_a_tap_picks(widget):
    skip(widget)
    step(widget, "5 softmax")
    unfold(widget)
    cell = widget.locator(".at-stage table:visible").first.locator("tr:nth-child(2) td").nth(2)
    cell.hover()
    widget.get_by_text("“living” reads [CLS] most").wait_for()
    assert ", and “alone” 17%" in live(widget)
    widget.mouse.move(5, 5)
    widget.get_by_text("“woods” reads [SEP] most").wait_for()

    cell.click()
    widget.mouse.move(5, 5)

    widget.get_by_text("“living” reads [CLS] most").wait_for()
    assert widget.get_by_role("radio", name="living").is_checked()


def test_everything_goes_by_keyboard(widget):
    widget.get_by_role("button", name="[CLS]").press("Enter")
    for _ in range(8):  # over the other keys and "Predict again"
        widget.keyboard.press("Tab")
    widget.keyboard.press("ArrowLeft")
    assert widget.get_by_role("radio", name="4 mask").is_checked()
    for _ in range(9):  # and back, over all keys, to the queries
        widget.keyboard.press("Shift+Tab")
    widget.keyboard.press("ArrowRight")
    assert widget.get_by_role("radio", name="[SEP]").is_checked()
    widget.get_by_text("No mask: [SEP] may read").wait_for()
    widget.keyboard.press("Tab")
    assert widget.evaluate("document.activeElement.innerText").startswith("[CLS]")
    unfold(widget)
    walk_to(widget, widget.get_by_text("Show the numbers"))
    widget.keyboard.press("Tab")  # to the cell of what is picked
    for _ in range(5):
        widget.keyboard.press("ArrowUp")

    widget.get_by_text("No mask: “living” may read").wait_for()
    outlined = "getComputedStyle(document.activeElement).outlineWidth"
    assert widget.evaluate(outlined) == "3px"


def test_axe_finds_nothing_in_masked_weights_and_in_the_blend(widget):
    skip(widget)
    unfold(widget)
    widget.get_by_role("radio", name="padding").check()
    for name in ("4 mask", "6 blend"):
        step(widget, name)
        assert axe_violations(widget) == []
    choose(widget, READERS)
    assert axe_violations(widget) == []


def test_a_finger_has_room_and_a_phone_no_sideways_scroll(browser, file):
    with Watched(browser, file, width=360, touch=True) as opened:
        opened.wait_for_selector(".aw")
        skip(opened)
        unfold(opened)
        step(opened, "5 softmax")
        scroller = opened.locator(".aw-scroll:visible").first
        assert scroller.evaluate("node => node.scrollWidth <= node.clientWidth")
        opened.locator(".at-asks label", has_text="alone").tap()
        opened.get_by_text("“alone” reads [CLS] most").wait_for()
        for name in ("1 Q, K, V", "6 blend"):
            step(opened, name)
            assert opened.evaluate("document.documentElement.scrollWidth") == 360


# ---- the learner's functions ----


def no_scale(Q, K, V, mask=None):
    return solutions.attention(Q * np.sqrt(Q.shape[-1]), K, V, mask)


def reads_keys(Q, K, V, mask=None):
    _, weights = solutions.attention(Q, K, V, mask)
    return weights @ K, weights


def only_small(Q, K, V, mask=None):
    if len(K) > 3:
        raise ValueError("too many keys")
    return solutions.attention(Q, K, V, mask)


def unmasked(Q, K, V, mask=None):
    return solutions.attention(Q, K, V)


def test_right_functions_agree_for_every_source_and_mask(notebook):
    functions = solutions.attention, solutions.causal_mask, solutions.cross_attention
    mount(notebook, AttentionExplorer(*functions))
    skip(notebook)
    for source, mask in ((SOURCES[0], "causal"), (READERS, "padding"), (SOURCES[5], "none")):
        choose(notebook, source)
        notebook.get_by_role("radio", name=mask).check()
        notebook.wait_for_function("document.querySelectorAll('.aw-same').length === 3")

        assert said(notebook).count("agrees with the expected result") == 3
        assert notebook.locator(".aw-differs").count() == 0


def test_wrong_weights_stand_beside_the_expected_ones(notebook):
    mount(notebook, AttentionExplorer(no_scale))
    skip(notebook)
    expected, yours = (f(*qkv(HEAD))[1] for f in (solutions.attention, no_scale))
    assert "Your attention differs, first at output[0, 0]" in said(notebook)
    notebook.locator("td .aw-yours-number:visible").first.wait_for()
    shown = notebook.locator("table:visible td .aw-yours-number").all_inner_texts()
    np.testing.assert_allclose(
        np.array([float(text) for text in shown]), yours.ravel(), atol=0.0051
    )
    assert np.abs(yours - expected).max() > 0.1

    for name in ("5 softmax", "6 blend"):
        step(notebook, name)
        marked = notebook.locator("td.aw-differs:visible")
        assert marked.evaluate_all("all => all.map((cell) => cell.cellIndex)") == [1]


def test_a_wrong_shape_is_said_and_the_expected_result_stays(notebook):
    mount(notebook, AttentionExplorer(reads_keys))
    skip(notebook)
    choose(notebook, READERS)

    notebook.get_by_text("output: yours has shape (4, 4), expected shape (4, 1).").wait_for()
    assert notebook.locator(".aw-yours-number").count() == 0


def test_a_mask_that_is_ignored_shows_with_the_mask(notebook):
    mount(notebook, AttentionExplorer(unmasked))
    skip(notebook)
    assert "✓ Your attention agrees" in said(notebook)

    notebook.get_by_role("radio", name="causal").check()

    notebook.get_by_text("Your attention differs, first at output[0, 0]").wait_for()


def test_an_exception_leaves_the_widget_at_work(notebook):
    mount(notebook, AttentionExplorer(only_small))
    skip(notebook)
    assert "Your attention stopped with ValueError: too many keys" in said(notebook)
    assert live(notebook).startswith("“woods” reads [SEP] most, 36%")

    choose(notebook, SOURCES[5])

    notebook.get_by_text("✓ Your attention agrees").wait_for()


def test_a_flipped_causal_mask_is_marked_in_the_table(notebook):
    mount(notebook, AttentionExplorer(causal_mask=lambda n: ~np.tri(n, k=-1, dtype=bool)))
    skip(notebook)
    assert "Your causal_mask differs, first at mask[0, 1]: yours True, expected False." in said(
        notebook
    )
    step(notebook, "4 mask")

    marked = notebook.locator("tr:first-child td.aw-differs:visible")
    assert marked.evaluate("cell => cell.cellIndex") == 2
