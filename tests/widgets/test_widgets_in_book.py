"""Each chapter's widget on its page of the built book: on a desk and a phone, in light and dark."""

import re

import numpy as np
import pytest
from widget_pages import Watched

import solutions
from attention_lab import load_heads, widgets

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def words(text):
    """Return a pattern for text in which some spaces may be hard ones."""
    return re.compile(re.escape(text).replace(r"\ ", r"\s"))


def moby_dick_through_a_lens():
    book = np.array([[3.0, 1.0]])
    query = solutions.project(book, np.array([[1.5, 1.0], [-1.0, 1.0]]))
    score = solutions.dot_product_scores(query, book)[0, 0]  # the keys' lens changes nothing
    return words(f"finds itself: 3.5 × 3 + 4 × 1 = {score}.")


def longest_key():
    key = np.array([[5.0, 2.5]])  # as far as the plane goes
    score = solutions.dot_product_scores(np.array([[2.0, 1.0]]), key)[0, 0]
    return words(f"Q1 with K1 ({score:.2f})")


def hottest_softmax():
    row = solutions.softmax(np.array([2.0, 1.5, 0.5, 0.0, -1.0]) / 5)
    return words(f"Walden gets {row[0]:.0%} of the reading. The weights add up to 1.00.")


def woods_in_the_last_step():
    source = widgets.AttentionExplorer().settings["sources"][0]
    Q, K, V = (np.array(source[name]) for name in "QKV")
    row = solutions.attention(Q, K, V)[1][source["rows"].index("woods")]
    return words(f"“woods” takes {row.max():.0%} of the value of {source['rows'][row.argmax()]}")


def it_in_layer_6():
    heads = load_heads()
    text = widgets.HeadExplorer().settings["sentences"][0]["text"]
    tokens = heads.sentences[heads.texts.index(text)]
    most = heads.weights(text)[:, :, tokens.index("it")].argmax(axis=-1)
    read = most[5, 2]  # the third head
    return words(f"It reads {tokens[read]} most in {(most == read).sum()} of the 72 heads")


# By chapter: the widget, a control and a key, and what the widget says then.
WALKS = {
    "01-library": (
        "Shelf",
        "How much to read",
        "Home",
        words("Walden gets over 99% of the reading; no other"),
    ),
    "02-projection": ("Lens", "W_Q, row 1, number 1", "ArrowUp", moby_dick_through_a_lens()),
    "03-scoring": ("Score", "Length of K1", "End", longest_key()),
    "04-scaling": (
        *("Scaling", "dₖ, the width of the vectors", "Home"),
        re.compile(r"dₖ\s=\s1, not divided: the scores spread by (0\.9[5-9]|1\.0[0-5])"),
    ),
    "05-softmax": ("Softmax", "Temperature", "End", hottest_softmax()),
    "06-attention": ("Attention", "6 blend", "Space", woods_in_the_last_step()),
    "07-multihead": ("Head", "Layer", "End", it_in_layer_6()),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("chapter", WALKS)
def test_a_widget_is_worked_on_its_page(browser, built_book, picture, chapter, width, theme):
    name, control, key, told = WALKS[chapter]
    title = getattr(widgets, f"{name}Explorer").title
    on_a_phone = width == 360
    page = built_book / "book" / f"{chapter}.html"
    with Watched(browser, page, width=width, touch=on_a_phone) as opened:
        opened.emulate_media(color_scheme=theme)
        opened.locator("figure.aw-still[data-model-id]").first.scroll_into_view_if_needed()
        widget = opened.locator(".aw").filter(has_text=title).first
        skip = widget.get_by_role("button", name="Skip", exact=True)
        if on_a_phone:
            skip.tap()
        else:
            skip.click()
        picture(widget, f"{chapter} {width} {theme}")
        widget.get_by_label(control, exact=True).first.press(key)

        widget.locator(".aw-live").filter(has_text=told).wait_for()
        assert widget.evaluate("node => node.scrollWidth <= node.clientWidth")
        assert opened.evaluate("document.documentElement.scrollWidth") == width


def test_a_phone_shows_all_scores_of_a_sentence(browser, built_book):
    with Watched(browser, built_book / "book" / "06-attention.html", width=360) as opened:
        opened.locator("figure.aw-still[data-model-id]").first.scroll_into_view_if_needed()
        widget = opened.locator(".aw").first
        widget.get_by_role("button", name="Skip", exact=True).click()
        widget.get_by_text("Show the numbers").click()
        for step in ("2 scores", "5 softmax"):
            widget.get_by_role("radio", name=step).check()
            table = widget.locator(".at-stage .aw-scroll").first

            assert table.evaluate("node => node.scrollWidth <= node.clientWidth")


# How a prediction is made: what is clicked.
ANSWERS = {
    "01-library": ".sh-spine >> nth=10",
    "02-projection": ".aw-ask .aw-button >> nth=0",
    "03-scoring": "td >> nth=0",
    "04-scaling": ".aw-ask .aw-button >> nth=2",
    "05-softmax": ".aw-strong",
    "06-attention": ".at-row >> nth=0",
    "07-multihead": ".aw-strong",
}
BAR = 60  # how much of a phone's window the page's own bar takes


def answered(opened, chapter):
    """Return a chapter's widget once its question is answered."""
    opened.locator("figure.aw-still[data-model-id]").first.scroll_into_view_if_needed()
    widget = opened.locator(".aw").filter(
        has_text=getattr(widgets, f"{WALKS[chapter][0]}Explorer").title
    )
    widget = widget.first
    widget.locator(ANSWERS[chapter]).click()
    widget.locator(".aw-compared").filter(has_text="You expected").wait_for()
    opened.mouse.move(1, 1)
    opened.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    return widget


def spans(widget, *selectors):
    """Return the height from the first of some parts to the last."""
    boxes = [widget.locator(selector).first.bounding_box() for selector in selectors]
    top = min(box["y"] for box in boxes)
    return max(box["y"] + box["height"] for box in boxes) - top


@pytest.mark.parametrize("size", [(1280, 720), (1440, 789)], ids=["1280", "1440"])
@pytest.mark.parametrize("chapter", WALKS)
def test_picture_control_and_sentence_stand_together(browser, built_book, picture, chapter, size):
    page = built_book / "book" / f"{chapter}.html"
    with Watched(browser, page, width=size[0], height=size[1]) as opened:
        widget = answered(opened, chapter)
        picture(widget, f"stage {chapter} {size[0]}")

        assert spans(widget, ".aw-picture", ".aw-controls", ".aw-live") <= 640
        assert widget.bounding_box()["width"] >= 54 * 16
        assert widget.bounding_box()["x"] == opened.locator("h1").bounding_box()["x"]


@pytest.mark.parametrize("chapter", WALKS)
def test_picture_and_control_stand_together_on_a_phone(browser, built_book, picture, chapter):
    page = built_book / "book" / f"{chapter}.html"
    with Watched(browser, page, width=360, height=740, touch=True) as opened:
        widget = answered(opened, chapter)
        picture(widget, f"stage {chapter} 360")

        assert spans(widget, ".aw-picture", ".aw-controls") <= 740 - BAR


USE = """async (node) => {
  const at = () => node.getBoundingClientRect().top + scrollY;
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
  node.focus({ preventScroll: true });
  await frame();
  const before = at();
  if (node.type === "range") {
    node.value = Number(node.value) + (Number(node.value) < Number(node.max) ? 1 : -1) * node.step;
    node.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (node.tagName === "SELECT") {
    node.selectedIndex = (node.selectedIndex + 1) % node.length;
    node.dispatchEvent(new Event("change", { bubbles: true }));
  } else node.click();
  await frame();
  return at() - before;
}"""


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("chapter", WALKS)
def test_no_control_moves_by_its_own_use(browser, built_book, chapter, width):
    page = built_book / "book" / f"{chapter}.html"
    with Watched(browser, page, width=width) as opened:
        opened.locator("figure.aw-still[data-model-id]").first.scroll_into_view_if_needed()
        widget = opened.locator(".aw").first
        widget.get_by_role("button", name="Skip", exact=True).click()
        for name in ("Break it", "Who finds whom"):
            for fold in widget.get_by_text(name, exact=True).all():
                fold.click()
        moved = {}
        controls = "input[type=range], input[type=radio], input[type=checkbox], select, .aw-strong"
        for control in widget.locator(controls).all():
            if control.is_visible() and control.is_enabled():
                by = control.evaluate(USE)
                if abs(by) > 1:
                    moved[control.evaluate("node => node.closest('label, div').innerText")] = by

        assert moved == {}
