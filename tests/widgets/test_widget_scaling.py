"""The spread: dot products widen with d_k, the softmax saturates, and dividing mends it."""

import numpy as np
import pytest
from widget_notebook import mount, said
from widget_pages import skip

import solutions
from attention_lab.widgets import ScalingExplorer

pytestmark = pytest.mark.browser
WIDGET = ScalingExplorer


def number(text):
    digits, _, power = text.split()[-1].replace("−", "-").partition("·10")
    exponent = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(f"{digits}e{exponent or 0}")


def numbers(opened, selector):
    return np.array([number(text) for text in opened.locator(selector).all_inner_texts()])


def slide(opened, d_k):
    """Move the slider to d_k and wait for the picture."""
    opened.get_by_label("dₖ, the width").fill(str(int(np.log2(d_k))))
    live(opened, f"dₖ = {d_k},")


def live(opened, text):
    found = opened.locator(".aw-live").filter(has_text=text)
    found.wait_for()
    return found.inner_text()


def spread(opened):
    return number(opened.locator(".sg-bracket").first.inner_text())


def test_the_spread_of_the_scores_is_the_root_of_d_k(widget):
    skip(widget)
    for d_k in (1, 16, 64, 1024):
        slide(widget, d_k)

        assert spread(widget) == pytest.approx(np.sqrt(d_k), rel=0.05)


@pytest.mark.parametrize(("divisor", "power"), [("√dₖ", 0), ("dₖ", -0.5)])
def test_divided_scores_spread_by_1_or_by_less_and_less(widget, divisor, power):
    skip(widget)
    for d_k in (4, 256):
        slide(widget, d_k)
        widget.get_by_label(divisor, exact=True).check()
        live(widget, "divided by")

        assert spread(widget) == pytest.approx(d_k**power, rel=0.08)
        assert widget.locator(".sg-ghost").get_attribute("d")  # the undivided ones, behind


def test_the_row_shows_its_softmax_and_the_largest_derivative(widget):
    skip(widget)
    slide(widget, 4)
    scores = numbers(widget, ".sg-columns .sg-small:nth-child(2)")
    shares = numbers(widget, ".sg-columns .aw-number")

    np.testing.assert_allclose(shares, solutions.softmax(scores), atol=0.03)
    assert numbers(widget, ".sg-value")[0] == pytest.approx((shares * (1 - shares)).max(), abs=0.01)


def test_a_wide_row_saturates_until_it_is_divided(widget):
    skip(widget)
    slide(widget, 1024)
    assert "gets 100% of the attention. The softmax is saturated" in live(widget, "dₖ = 1024")
    assert numbers(widget, ".sg-value")[0] < 1e-12

    widget.get_by_label("√dₖ", exact=True).check()

    live(widget, "A nudged score still moves its weight")
    assert numbers(widget, ".sg-value").min() > 0.1
    widget.get_by_label("dₖ", exact=True).check()
    live(widget, "hardly more than an average")
    assert numbers(widget, ".sg-columns .aw-number") == pytest.approx(1 / 8, abs=0.02)


def test_four_times_the_width_is_predicted_and_compared(widget):
    assert not widget.locator(".aw-controls").is_visible()
    widget.get_by_role("button", name="4 times").click()
    said = widget.locator(".aw-compared").inner_text()
    before, after, factor = (
        float(said.split(word)[1].split(",")[0].split()[0].rstrip("."))
        for word in ("grows from ", " to ", "a factor of ")
    )

    assert said.startswith("You expected 4 times as much; it grows from")
    assert (before, after, factor) == pytest.approx((4, 8, 2), rel=0.05)
    assert spread(widget) == after
    guess = widget.locator(".sg-bracket").nth(1)
    assert number(guess.inner_text()) == pytest.approx(4 * before, rel=0.01)
    slide(widget, 32)
    assert not guess.is_visible()


def test_everything_goes_by_keyboard(widget):
    widget.keyboard.press("Tab")
    widget.keyboard.press("Tab")
    widget.keyboard.press("Enter")  # the second choice

    assert (
        "You expected 2 times as much, and it grows" in widget.locator(".aw-compared").inner_text()
    )
    widget.keyboard.press("Tab")  # from "Predict again", where the focus went, to the slider
    widget.keyboard.press("ArrowRight")
    live(widget, "dₖ = 128, not divided")
    widget.keyboard.press("Tab")
    widget.keyboard.press("ArrowRight")
    live(widget, "dₖ = 128, divided by √128 = 11.31")
    for key in ("Tab", "Enter"):
        widget.keyboard.press(key)
    widget.get_by_text("Row 2 of 250").wait_for()


def no_scale(Q, K):
    return Q @ np.swapaxes(K, -1, -2)


def by_keys(Q, K):
    return no_scale(Q, K) / np.sqrt(K.shape[-2])


def only_narrow(Q, K):
    if Q.shape[-1] > 16:
        raise ValueError("too wide")
    return solutions.scaled_scores(Q, K)


def test_a_right_function_agrees_at_every_width(notebook):
    mount(notebook, ScalingExplorer(solutions.scaled_scores))
    skip(notebook)
    for d_k in (16, 1, 1024):
        slide(notebook, d_k)

        assert "✓ Your scaled_scores agrees with the expected result." in said(notebook)
        assert notebook.locator(".aw-differs").count() == 0


@pytest.mark.parametrize(("function", "factor"), [(no_scale, 4.0), (by_keys, 4 / np.sqrt(6))])
def test_a_wrong_scale_stands_beside_the_expected_scores(notebook, function, factor):
    mount(notebook, ScalingExplorer(function))
    skip(notebook)

    assert "first at scores[0, 0, 0]" in said(notebook)
    assert notebook.locator("td.aw-differs").count() == 1
    yours = numbers(notebook, "td .aw-yours-number")
    expected = [number(text.split("\n")[0]) for text in notebook.locator("td").all_inner_texts()]
    np.testing.assert_allclose(yours, factor * np.array(expected), atol=0.03)
    title = notebook.get_by_text("All scores spread by").inner_text()
    assert number(title.rstrip(".")) == pytest.approx(factor, rel=0.15)


def test_an_exception_leaves_the_widget_at_work(notebook):
    mount(notebook, ScalingExplorer(only_narrow))
    skip(notebook)
    assert "✓" in said(notebook)

    slide(notebook, 64)

    notebook.get_by_text("Your scaled_scores stopped with ValueError: too wide").wait_for()
    assert spread(notebook) == pytest.approx(8, rel=0.05)
    slide(notebook, 8)
    notebook.get_by_text("✓ Your scaled_scores agrees").wait_for()
