"""Widgets stay usable where nothing is seen or pointed at, and among other styles."""

import pytest
from widget_pages import Watched, page, skip, walk_to

from attention_lab.widgets import AttentionExplorer, HeadExplorer, LookBack, ShelfExplorer
from attention_lab.widgets import SoftmaxExplorer as Bench

pytestmark = pytest.mark.browser
TABLES = "<style>td, th { min-width: 5.5rem; vertical-align: top; text-align: left }</style>"
FOCUSED = "document.activeElement.textContent"


@pytest.fixture
def shown(browser, tmp_path):
    """Return a function that shows widgets on a page of their own."""
    opened = []

    def show(*widgets, head="", **kwargs):
        path = tmp_path / "page.html"
        path.write_text(page(*widgets).replace("<style>", head + "<style>", 1), encoding="utf-8")
        watched = Watched(browser, path, **kwargs)
        opened.append(watched)
        watched.page.locator(".aw").nth(len(widgets) - 1).wait_for()
        return watched.page

    yield show
    for watched in opened:
        watched.__exit__(None)


@pytest.mark.parametrize(
    ("pressed", "next_to_it"),
    [("Look", "Predict again"), ("Skip", "Ask me to predict first")],
)
def test_the_focus_stays_at_hand_when_the_question_goes(shown, pressed, next_to_it):
    opened = shown(Bench())
    opened.get_by_role("button", name=pressed, exact=True).press("Enter")

    assert opened.evaluate(FOCUSED) == next_to_it


def test_who_predicts_again_sees_what_the_question_is_about(shown):
    opened = shown(Bench(), ShelfExplorer(), AttentionExplorer(), HeadExplorer(), height=4000)
    skip(opened)
    opened.get_by_label("Temperature").press("End")
    opened.get_by_label("A reader asks for").select_option("insects")
    opened.get_by_label("Who reads what").select_option("four readers, six books")
    opened.get_by_label("Sentence").select_option("the bookworm read every book")
    for button in opened.get_by_role("button", name="Ask me to predict first").all()[::-1]:
        button.click()
    for press in ("Look", "Walden", "woods", "Look"):
        opened.get_by_role("button", name=press, exact=True).first.click()

    told = opened.locator(".aw-live")
    told.nth(0).filter(has_text="Walden gets 50%").wait_for()
    told.nth(1).filter(has_text="Walden gets 75%").wait_for()
    told.nth(2).filter(has_text="“woods” reads [SEP] most, 36%").wait_for()
    told.nth(3).filter(has_text="“it” reads “lost” most, over 99%, and “book”").wait_for()


def test_the_shelf_is_one_stop_and_arrows_walk_along_it(shown):
    opened = shown(ShelfExplorer())
    skip(opened)
    walk_to(opened, opened.get_by_role("button", name="Walden"))
    walked = []
    for key in ("ArrowRight", "ArrowLeft", "End", "Home", "Tab"):
        opened.keyboard.press(key)
        walked.append(opened.evaluate(FOCUSED))
    first, last = walked[1], walked[2]

    assert (first, last) == ("Walden", "Secret Garden")
    assert walked[:4] == ["First Summer", first, last, first]
    assert opened.evaluate("document.activeElement.closest('.sh-shelf')") is None
    opened.keyboard.press("Shift+Tab")
    assert opened.evaluate(FOCUSED) == "Walden"


def test_arrows_up_and_down_keep_to_the_column_of_the_shelf(shown):
    opened = shown(ShelfExplorer(), width=360)
    skip(opened)
    spine = opened.get_by_role("button", name="Moby-Dick")
    column = spine.bounding_box()["x"]
    spine.press("ArrowDown")
    below = opened.locator(":focus").bounding_box()

    assert abs(below["x"] - column) < 2
    assert below["y"] > spine.bounding_box()["y"]


def at_its_own_time(opened):
    """Let the widget start anew with a clock that the test sets, so that no timer is older."""
    opened.clock.install()
    opened.reload()
    skip(opened)


def test_what_is_seen_is_read_out_once_it_rests(shown):
    opened = shown(Bench())
    at_its_own_time(opened)
    heard = opened.locator(".aw-live + [role=status]")
    slider = opened.get_by_label("Temperature")
    for _ in range(3):
        slider.press("ArrowRight")
        opened.clock.run_for(300)
        assert heard.text_content() == ""

    opened.clock.run_for(600)

    assert heard.text_content() == opened.locator(".aw-live").text_content()


def test_nothing_is_read_out_to_who_is_elsewhere(shown):
    opened = shown(Bench())
    at_its_own_time(opened)
    slider = opened.get_by_label("Temperature")
    slider.press("ArrowRight")
    slider.blur()
    opened.clock.run_for(2000)

    assert opened.locator(".aw-live + [role=status]").text_content() == ""


def test_a_widgets_own_style_holds_though_another_brings_the_shared_one_again(shown):
    opened = shown(AttentionExplorer(), LookBack("attention"), width=360)
    skip(opened)

    picture = opened.locator(".at-picture")
    assert picture.evaluate("node => getComputedStyle(node).display") == "grid"
    assert (
        picture.evaluate("node => getComputedStyle(node).gridTemplateColumns").split()[1] != "0px"
    )


def test_the_pages_style_for_tables_leaves_the_widgets_tables_alone(shown):
    opened = shown(HeadExplorer(), head=TABLES, width=360)
    skip(opened)
    cell = opened.locator(".aw-weights td").first
    head = opened.locator(".aw-weights thead th").nth(1)

    assert cell.evaluate("node => getComputedStyle(node).verticalAlign") == "middle"
    assert head.bounding_box()["width"] < 40
