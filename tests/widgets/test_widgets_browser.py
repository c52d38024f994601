"""The widgets in a real browser, in a page without a server: by keyboard, pointer and touch."""

import numpy as np
import pytest
from ipywidgets import IntSlider
from widget_pages import Watched, axe_violations, page, skip

import solutions
from attention_lab import load_library, widgets

pytestmark = pytest.mark.browser
ALL = [name for name in widgets.__all__ if getattr(widgets, name).takes]
SCORES = [2.0, 1.5, 0.5, 0.0, -1.0]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return a function that writes the page of a widget once and gives its path."""
    folder = tmp_path_factory.mktemp("widgets")

    def path(name, theme="light", **options):
        file = folder / f"{name}-{theme}-{'-'.join(options)}.html"
        if not file.exists():
            widget = getattr(widgets, name)()
            file.write_text(page(widget, theme=theme, **options), encoding="utf-8")
        return file

    return path


@pytest.fixture
def bench(browser, pages):
    with Watched(browser, pages("SoftmaxExplorer")) as opened:
        yield opened


@pytest.fixture
def shelf(browser, pages):
    with Watched(browser, pages("ShelfExplorer")) as opened:
        yield opened


def weights(opened):
    return opened.locator(".sm-query:visible .aw-bar .aw-number").all_inner_texts()


def written(values):
    return [f"{value:.2f}".replace("-", "−") for value in values]


def live(opened):
    return opened.locator(".aw-live").inner_text()


def slide(opened, label, position):
    opened.get_by_label(label).fill(str(position))


# ---- every widget ----


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ALL)
def test_axe_finds_nothing_before_and_after_the_prediction(browser, pages, name, theme):
    with Watched(browser, pages(name, theme)) as opened:
        opened.wait_for_selector(".aw")
        assert axe_violations(opened) == []

        skip(opened)

        assert axe_violations(opened) == []


@pytest.mark.parametrize("name", ALL)
def test_a_phone_of_360_px_needs_no_sideways_scroll_and_has_room_for_fingers(browser, pages, name):
    with Watched(browser, pages(name), width=360, touch=True) as opened:
        opened.wait_for_selector(".aw")
        skip(opened)
        sizes = opened.locator(
            ".aw button:visible, .aw select:visible, .aw [role=slider]:visible,"
            " .aw label:has(input):visible, .aw input[type=range]:visible"
        ).evaluate_all("all => all.map(e => [e.getBoundingClientRect().height, e.outerHTML])")

        assert opened.evaluate("document.documentElement.scrollWidth") == 360
        assert [line for height, line in sizes if height < 40] == []


@pytest.mark.parametrize("name", ALL)
def test_without_a_script_a_still_picture_with_a_caption_stands_there(browser, pages, name):
    with Watched(browser, pages(name, scripts=False)) as opened:
        still = opened.locator("figure.aw-still")

        assert still.locator("svg[role=img]").is_visible()
        assert still.locator("figcaption").inner_text() == getattr(widgets, name).caption
        assert opened.locator(".aw").count() == 0


@pytest.mark.parametrize("name", ALL)
def test_paper_gets_the_still_picture(browser, pages, name):
    with Watched(browser, pages(name)) as opened:
        opened.wait_for_selector(".aw")
        assert not opened.locator(".aw-still").is_visible()

        opened.emulate_media(media="print")

        assert opened.locator(".aw-still svg").is_visible()
        assert not opened.locator(".aw").is_visible()


@pytest.mark.parametrize("name", ALL)
def test_every_control_shows_when_it_has_the_focus(browser, pages, name):
    with Watched(browser, pages(name)) as opened:
        opened.wait_for_selector(".aw")
        skip(opened)
        opened.locator(".aw-ask button").focus()
        unseen = []
        for _ in range(12):
            opened.keyboard.press("Tab")
            unseen += opened.evaluate(
                """() => {
                const node = document.activeElement;
                if (!node.closest(".aw")) return [];
                const style = getComputedStyle(node);
                const ring = node.querySelector(".aw-reach");
                const seen = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none";
                return seen || ring ? [] : [node.outerHTML];
            }"""
            )

        assert unseen == []


# ---- the loader ----


def test_a_widget_is_found_through_jupyters_own_view_too(browser, pages):
    with Watched(browser, pages("SoftmaxExplorer", views=True)) as opened:
        skip(opened)

        assert weights(opened) == written(solutions.softmax(SCORES))


def test_a_control_that_needs_python_says_so(browser, tmp_path):
    file = tmp_path / "slider.html"
    file.write_text(page(IntSlider(), views=True), encoding="utf-8")
    with Watched(browser, file) as opened:
        assert "works in this chapter's notebook" in opened.locator(".aw-note").inner_text()


def test_widgets_far_below_start_only_when_they_come_near(browser, tmp_path):
    file = tmp_path / "far.html"
    text = page(widgets.SoftmaxExplorer(), widgets.ShelfExplorer())
    marker = text.rindex('<figure class="aw-still"')
    gap = '<div style="height: 4000px"></div>'
    file.write_text(text[:marker] + gap + text[marker:], encoding="utf-8")
    with Watched(browser, file) as opened:
        opened.wait_for_selector(".aw")
        assert opened.locator(".aw").count() == 1

        opened.locator(".aw-still").last.scroll_into_view_if_needed()

        opened.get_by_text("The shelf").wait_for()


# ---- predict, then look ----


def test_the_answer_waits_for_a_prediction_and_shows_the_difference(bench):
    assert not bench.locator(".aw-bar").first.is_visible()
    slide(bench, "Your guess", 0.35)
    bench.get_by_role("button", name="Look").click()
    share = f"{100 * solutions.softmax(SCORES)[0]:.0f}%"

    assert f"You expected 35%; it is {share}." == bench.locator(".aw-compared").inner_text()
    assert bench.locator(".aw-guess:visible").count() == 1

    bench.reload()

    assert "Earlier you expected 35%" in bench.locator(".aw-compared").inner_text()
    kept = bench.evaluate("JSON.parse(localStorage.getItem('attention-lab')).predictions.softmax")
    assert kept["guess"] == 0.35


def test_a_skip_is_remembered_and_can_be_taken_back(bench):
    skip(bench)
    bench.reload()
    bench.wait_for_selector(".aw")
    assert bench.locator(".aw-bar").first.is_visible()

    bench.get_by_role("button", name="Ask me to predict first").click()

    assert bench.get_by_role("button", name="Look").is_visible()
    assert not bench.locator(".aw-bar").first.is_visible()


def test_an_earlier_prediction_stays_until_there_is_another(bench):
    slide(bench, "Your guess", 0.35)
    bench.get_by_role("button", name="Look").click()
    bench.get_by_role("button", name="Predict again").click()
    assert not bench.locator(".aw-bar").first.is_visible()
    bench.get_by_role("button", name="Skip", exact=True).click()

    assert bench.locator(".aw-compared").inner_text().startswith("Earlier you expected 35%")
    bench.get_by_role("button", name="Predict again").click()
    slide(bench, "Your guess", 0.6)
    bench.get_by_role("button", name="Look").click()
    assert bench.locator(".aw-compared").inner_text().startswith("You expected 60%")


def test_one_no_can_hold_for_every_widget(browser, tmp_path):
    file = tmp_path / "both.html"
    file.write_text(page(widgets.SoftmaxExplorer(), widgets.ShelfExplorer()), encoding="utf-8")
    with Watched(browser, file, height=2400) as opened:
        opened.get_by_label("and do not ask in the other widgets").first.check()
        opened.get_by_role("button", name="Skip", exact=True).first.click()
        opened.reload()
        opened.wait_for_selector(".sh-shelf")

        assert opened.get_by_role("button", name="Skip", exact=True).count() == 0
        opened.get_by_role("button", name="Ask me to predict first").first.click()
        slide(opened, "Your guess", 0.9)
        opened.get_by_role("button", name="Look").click()
        opened.reload()
        opened.wait_for_selector(".sh-shelf")

        # To be asked once is no wish to be asked everywhere.
        assert opened.get_by_role("button", name="Skip", exact=True).count() == 0
        opened.get_by_role("button", name="Ask me to predict first").click()
        opened.get_by_label("and do not ask in the other widgets").uncheck()
        assert not opened.evaluate("JSON.parse(localStorage.getItem('attention-lab')).skipped.all")


def test_the_chapters_end_remembers_where_the_browser_does_not(browser, tmp_path):
    file = tmp_path / "forgetful.html"
    forbidden = "Object.defineProperty(window, 'localStorage', { get() { throw Error(); } })"
    text = page(widgets.SoftmaxExplorer(), widgets.LookBack("softmax"))
    file.write_text(text.replace("<head>", f"<head><script>{forbidden}</script>"), encoding="utf-8")
    with Watched(browser, file) as opened:
        slide(opened, "Your guess", 0.9)
        opened.get_by_role("button", name="Look").click()

        assert "You expected 90%; it is" in opened.locator(".aw").last.inner_text()


def test_the_chapters_end_looks_back(browser, tmp_path):
    file = tmp_path / "back.html"
    text = page(widgets.SoftmaxExplorer(), widgets.LookBack("softmax", "shelf"))
    file.write_text(text, encoding="utf-8")
    with Watched(browser, file) as opened:
        opened.get_by_text("You have made no prediction here yet").wait_for()
        slide(opened, "Your guess", 0.9)
        opened.get_by_role("button", name="Look").click()

        assert "You expected 90%; it is" in opened.locator(".aw").last.inner_text()
        assert axe_violations(opened) == []


# ---- the softmax bench ----


def test_bars_move_by_keyboard_and_every_weight_follows(bench):
    skip(bench)
    assert weights(bench) == written(solutions.softmax(SCORES))
    bar = bench.get_by_role("slider", name="First query, score of First Summer")
    bar.press("ArrowUp")
    bar.press("PageUp")

    assert bar.get_attribute("aria-valuetext") == "1.10"
    bench.wait_for_function("document.querySelector('.aw-bar:nth-child(4)').innerText != '0.07'")
    assert weights(bench) == written(solutions.softmax([2.0, 1.5, 0.5, 1.1, -1.0]))
    bar.press("End")
    assert bar.get_attribute("aria-valuetext") == "3.00"
    bench.wait_for_function("document.querySelector('.aw-live').innerText.startsWith('First S')")


def test_bars_move_by_mouse(bench):
    skip(bench)
    bar = bench.get_by_role("slider", name="First query, score of Walden")
    box = bar.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    bench.mouse.move(x, y)
    bench.mouse.down()
    bench.mouse.move(x, y + 55, steps=4)
    bench.mouse.up()
    moved = float(bar.get_attribute("aria-valuenow"))

    assert moved == pytest.approx(2.0 - 55 / 110 * 6, abs=0.11)
    assert weights(bench) == written(solutions.softmax([moved, *SCORES[1:]]))


def test_bars_take_a_tap(browser, pages):
    with Watched(browser, pages("SoftmaxExplorer"), width=360, touch=True) as opened:
        opened.wait_for_selector(".aw")
        skip(opened)
        track = opened.locator(".aw-track").nth(4)
        track.scroll_into_view_if_needed()
        box = track.bounding_box()
        opened.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + 5)
        moved = float(track.get_by_role("slider").get_attribute("aria-valuenow"))

        assert moved == pytest.approx(3 - 5 / 110 * 6, abs=0.11)


def test_temperature_divides_the_scores(bench):
    skip(bench)
    slide(bench, "Temperature", 2.5)

    bench.get_by_text("each score divided by 2.50").wait_for()
    assert weights(bench) == written(solutions.temperature_softmax(np.array(SCORES), 2.5))


def test_a_masked_key_gets_nothing_and_an_empty_row_is_all_zero(bench):
    skip(bench)
    bench.get_by_role("checkbox", name="read: First query may read Walden").uncheck()
    bench.locator(".sm-hidden").wait_for()
    mask = [False, True, True, True, True]
    assert weights(bench) == written(solutions.masked_softmax(np.array(SCORES), mask))

    bench.get_by_text("Break it").click()
    bench.get_by_role("checkbox", name="This query may read nothing").check()

    bench.get_by_text("nothing may be read").wait_for()
    assert weights(bench) == ["0.00"] * 5


def test_without_max_subtraction_large_scores_end_in_nan_and_the_text_says_why(bench):
    skip(bench)
    bench.get_by_text("Break it").click()
    slide(bench, "Scores multiplied by", 9)
    bench.get_by_text("2000").first.wait_for()
    assert weights(bench) == ["1.00", "0.00", "0.00", "0.00", "0.00"]

    bench.get_by_role("checkbox", name="Subtract the largest score first").uncheck()

    bench.locator(".aw-nan").first.wait_for()
    assert weights(bench)[:2] == ["NaN", "NaN"]
    assert "e to the power 2000 is too large for float64" in live(bench)
    slide(bench, "Scores multiplied by", 5)
    bench.wait_for_function("!document.querySelector('.aw-live').innerText.includes('NaN')")
    assert weights(bench)[0] == "1.00"
    bench.get_by_role("radio", name="float32").check()
    bench.wait_for_function("document.querySelector('.aw-live').innerText.includes('float32')")


# ---- the shelf ----


def matches(question):
    library = load_library()
    return library.vectors @ library.question(question), library.titles


def test_the_book_is_tapped_as_a_prediction(shelf):
    shelf.locator(".sh-spine", has_text="Dracula").click()
    said = shelf.locator(".aw-compared").inner_text()
    scores, titles = matches("living alone in the woods")
    best = int(np.argmax(scores))

    assert said.startswith(
        f"You expected Dracula; {titles[best]} matches best ({scores[best]:.2f})"
    )


@pytest.mark.parametrize("title", ["Rights of Woman", "Equiano"])
def test_the_answer_comes_to_where_the_reader_is(browser, pages, title):
    with Watched(browser, pages("ShelfExplorer"), width=360, height=740, touch=True) as opened:
        book = opened.locator(".sh-spine", has_text=title)
        book.scroll_into_view_if_needed()
        book.tap()
        box = opened.locator(".aw-compared").bounding_box()

        assert 0 <= box["y"] <= 740 - box["height"]


def test_the_books_that_are_read_are_counted(shelf):
    skip(shelf)
    scores, _ = matches("living alone in the woods")
    for position in (30, 40, 69, 90):
        slide(shelf, "How much to read", position)
        shares = solutions.temperature_softmax(scores, 0.005 * 100 ** (position / 100))

        told = f"{(shares >= 0.005).sum()} books get half a percent or more."
        shelf.locator(".aw-live", has_text=told).wait_for()


def test_the_shares_are_the_softmax_of_the_real_matches(shelf):
    skip(shelf)
    shelf.get_by_label("A reader asks for").select_option("a story about the sea")
    slide(shelf, "How much to read", 50)
    scores, titles = matches("a story about the sea")
    shares = solutions.temperature_softmax(scores, 0.005 * 100**0.5)
    first, second = np.argsort(-shares)[:2]
    much, less = (f"{100 * shares[i]:.0f}%" for i in (first, second))

    told = f"{titles[first]} gets {much} of the reading, {titles[second]} {less};"
    shelf.locator(".aw-live", has_text=told).wait_for()


def test_the_slider_goes_from_one_book_to_all_of_them(shelf):
    skip(shelf)
    many = shelf.get_by_label("How much to read")
    many.press("Home")
    shelf.get_by_text(
        "Walden gets over 99% of the reading; no other book gets half a percent."
    ).wait_for()
    assert shelf.locator(".sh-out").count() == 1

    many.press("End")

    shelf.get_by_text("48 books get half a percent or more").wait_for()
    assert shelf.locator(".sh-out").count() == 0


def test_a_book_answers_with_its_match_by_keyboard(shelf):
    skip(shelf)
    spine = shelf.locator(".sh-spine", has_text="Alice")
    spine.press("Enter")

    shelf.get_by_text("Alice's Adventures in Wonderland by Lewis Carroll: match").wait_for()
