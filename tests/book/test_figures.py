import re
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest

from attention_lab import figures
from attention_lab.figures.colours import NEGATIVE, PAPER, SHARE, WEIGHT, letters_on

MATRIX = np.array([[0.123, 0.877], [1.0, 0.0]])
DRAW = {
    "heatmap": lambda **k: figures.heatmap(MATRIX, ["a", "b"], ["c", "d"], row_role="Q", **k),
    "heatmaps": lambda **k: figures.heatmaps([MATRIX, MATRIX], ["one", "two"], **k),
    "shelf": lambda **k: figures.shelf(["Walden", "Dracula"], [0.75, 0.25], **k),
    "bars": lambda **k: figures.bars(["Walden", "Dracula"], [0.75, -0.25], **k),
    "lines": lambda **k: figures.lines([1, 4, 16], {"root": [1, 2, 4]}, log="xy", **k),
    "histogram": lambda **k: figures.histogram({"few": [1, 2, 2], "more": [0, 5]}, **k),
    "vectors": lambda **k: figures.vectors([[1, 2], [-1, 0]], ["a", "b"], role=["Q", "K"], **k),
}
every_kind = pytest.mark.parametrize("kind", DRAW)


def words(figure):
    """Return everything that is written in a figure."""
    return [element.text for element in ElementTree.fromstring(figure.svg).iter() if element.text]


@every_kind
@pytest.mark.parametrize("alt", [None, "", "  \n"])
def test_a_figure_without_a_description_is_refused(kind, alt):
    with pytest.raises(ValueError, match="alt="):
        DRAW[kind](alt=alt)


@every_kind
def test_the_description_is_what_other_readers_get(kind):
    figure = DRAW[kind](alt='Two "rows" & <more>')
    root = ElementTree.fromstring(figure.svg)

    assert root.get("role") == "img"
    assert root.get("aria-label") == 'Two "rows" & <more>'
    assert repr(figure) == 'Two "rows" & <more>'
    assert figure._repr_png_().startswith(b"\x89PNG")


@every_kind
def test_figures_on_one_page_cannot_clash(kind):
    assert not re.search(r'\bid="|url\(#|href="#', DRAW[kind](alt="x")._repr_html_())


@every_kind
def test_a_figure_asks_for_nothing_from_elsewhere(kind):
    page = DRAW[kind](alt="x")._repr_html_().replace("http://www.w3.org/2000/svg", "")

    assert not re.search(r"https?:|//|@import|<image|<script|url\(", page)


@every_kind
def test_the_same_call_draws_the_same_figure(kind):
    first, second = DRAW[kind](alt="x"), DRAW[kind](alt="x")

    assert first._repr_html_() == second._repr_html_()
    assert first._repr_png_() == second._repr_png_()


@every_kind
def test_every_colour_can_change_with_the_page(kind):
    svg = DRAW[kind](alt="x").svg

    assert re.sub(r"var\(--af-[a-z]+,#[0-9a-f]{6}\)", "", svg).count("#") == 0
    assert svg.count("var(--af-") > 3


@every_kind
def test_a_figure_is_never_wider_than_the_page(kind):
    root = ElementTree.fromstring(DRAW[kind](alt="x", title="A title").svg)

    assert "width" not in root.attrib
    assert "width:min(100%," in root.get("style")
    assert "A title" in words(DRAW[kind](alt="x", title="A title"))


@every_kind
def test_nothing_is_drawn_outside_of_the_figure(kind):
    root = ElementTree.fromstring(DRAW[kind](alt="x", title="A title").svg)
    width, height = (float(number) for number in root.get("viewBox").split()[2:])
    for element in root:
        if element.get("x"):
            assert 0 <= float(element.get("x")) <= width
            assert 0 <= float(element.get("y")) <= height


def test_a_small_heatmap_has_its_numbers_and_labels_written_in():
    figure = DRAW["heatmap"](alt="x")

    assert {"0.12", "0.88", "1.00", "0.00", "a", "d", "queries Q"} <= set(words(figure))


def test_a_large_heatmap_has_no_numbers():
    assert "0.00" not in words(figures.heatmap(np.zeros((13, 13)), alt="x"))
    assert words(figures.heatmap(np.zeros((12, 12)), alt="x")).count("0.00") == 144


def test_a_masked_cell_has_no_number():
    figure = figures.heatmap([[0.25, 0.75]], mask=[[True, False]], alt="x")

    assert "0.25" in words(figure)
    assert "0.75" not in words(figure)


def inked(svg):
    """Return height and density of the areas in the ink of the weights."""
    area = r'd="M[-\d.]+ [-\d.]+h[\d.]+v([\d.]+)H[-\d.]+z " style="fill: var\(--af-weight,#4b2893\)'
    found = re.findall(area + r"; fill-opacity: ([\d.]+)", svg)
    return [(float(height), float(ink)) for height, ink in found]


def test_a_weight_fills_its_cell_by_its_share_in_one_ink():
    areas = {w: inked(figures.heatmap([[w]], alt="x").svg) for w in (0.0, 0.25, 0.5, 1.0)}
    (tall,) = areas[1.0]

    assert areas[0.0] == []
    assert [areas[w][0][0] / tall[0] for w in (0.25, 0.5)] == pytest.approx([0.25, 0.5])
    assert {ink for found in areas.values() for _, ink in found} == {SHARE}


def test_a_level_does_not_strike_its_number_through():
    level = r'd="M ([\d.]+) ([\d.]+) L ([\d.]+) \2 " style="fill: none; stroke: var\(--af-weight'

    def levels(weight):
        found = re.findall(level, figures.heatmap([[weight]], alt="x").svg)
        return [(float(start), float(end)) for start, _, end in found]

    ((start, end),) = levels(0.2)
    (left, before), (after, right) = levels(0.5)

    assert (left, right) == (start, end)
    assert before - left == pytest.approx(right - after)
    assert after - before > 24  # as wide as four figures of 13 pixels


def test_what_one_spine_gains_another_loses():
    def spines(weights):
        return inked(figures.shelf(["Walden", "Walden"], weights, alt="x").svg)

    half, most = spines([0.5, 0.5]), spines([0.75, 0.25])

    assert half[0] == half[1]
    assert most[0][0] - half[0][0] == pytest.approx(half[1][0] - most[1][0])
    assert {ink for _, ink in half + most} == {SHARE}


def test_scores_below_zero_have_a_hue_of_their_own():
    assert "--af-negative" in figures.heatmap([[-1.0, 1.0]], kind="scores", alt="x").svg
    assert "--af-negative" not in figures.heatmap([[0.0, 1.0]], kind="scores", alt="x").svg


def test_a_shelf_shows_weights_up_to_twelve_books_and_titles_always():
    few = figures.shelf(["Walden", "Dracula"], [0.75, 0.25], alt="x")
    many = figures.shelf([f"book {i}" for i in range(48)], np.full(48, 1 / 48), alt="x")

    assert {"Walden", "Dracula", "0.75", "0.25"} <= set(words(few))
    assert {f"book {i}" for i in range(48)} == {word for word in words(many) if word.strip()}


def test_bars_show_their_numbers_and_several_series_their_names():
    figure = figures.bars(["a", "b"], {"cold": [0.9, 0.1], "warm": [0.6, 0.4]}, alt="x")

    assert {"a", "b", "cold", "warm", "0.90", "0.10", "0.60", "0.40"} <= set(words(figure))
    assert "−0.25" in words(DRAW["bars"](alt="x"))


def test_roles_are_told_by_shape_and_by_colour():
    shapes = {
        role: re.findall(r'd="([^"]*)" style="fill: var\(--af-[qkv],', svg)
        for role in "QKV"
        for svg in [figures.vectors([[1, 1]], role=role, arrows=False, alt="x").svg]
    }

    assert [len(paths) for paths in shapes.values()] == [1, 1, 1]
    assert len({paths[0] for paths in shapes.values()}) == 3


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (0.5, "0.50"),
        (-0.001, "0.00"),
        (-2, "−2.00"),
        (1234.5, "1234"),
        (1e4, "10000"),
        (-1.25e7, "−1.2·10⁷"),
        (0.00001, "1.0·10⁻⁵"),
        (np.nan, "NaN"),
        (-np.inf, "−∞"),
    ],
)
def test_numbers_are_written_in_one_way(x, text):
    assert figures.number(x) == text


@pytest.mark.parametrize("colour", [WEIGHT, NEGATIVE])
@pytest.mark.parametrize("opacity", np.linspace(0, 1, 21))
def test_letters_on_every_shade_can_be_read(colour, opacity):
    def channels(hexadecimal):
        return np.array([int(hexadecimal[i : i + 2], 16) / 255 for i in (1, 3, 5)])

    def luminance(rgb):
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722))

    cell = opacity * channels(colour) + (1 - opacity) * channels(PAPER)
    letters = channels(letters_on(colour, opacity))
    low, high = sorted([luminance(cell), luminance(letters)])

    assert (high + 0.05) / (low + 0.05) >= 4.5  # WCAG 2.2, success criterion 1.4.3


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: figures.heatmap(np.zeros((2, 2)), ["one"], alt="x"), "2 rows.* 1 labels"),
        (lambda: figures.heatmap(np.zeros((2, 2, 2)), alt="x"), "rows, columns"),
        (lambda: figures.heatmap([[1]], kind="heat", alt="x"), "heat"),
        (lambda: figures.heatmaps([[[1]]], [], alt="x"), "1 matrices and 0 titles"),
        (lambda: figures.shelf(["a"], [0.5, 0.5], alt="x"), "1 titles"),
        (lambda: figures.bars(["a"], [0.5, 0.5], alt="x"), "1 labels"),
        (lambda: figures.lines([1, 2], {"y": [1]}, alt="x"), "shape"),
        (lambda: figures.histogram([np.nan], alt="x"), "finite"),
        (lambda: figures.vectors([1, 2, 3], alt="x"), r"\(n, 2\)"),
        (lambda: figures.vectors([1, 2], role="X", alt="x"), "role"),
    ],
)
def test_what_does_not_fit_together_is_said(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_wrong_function_s_result_can_be_drawn_too():
    odd = [[np.nan, np.inf], [-np.inf, 1e12]]

    assert {"NaN", "∞", "−∞"} <= set(words(figures.heatmap(odd, kind="scores", alt="x")))
    assert "NaN" in words(figures.bars(["a", "b"], [np.nan, 1], alt="x"))
    assert "NaN" in words(figures.shelf(["a", "b"], [np.nan, 1], alt="x"))


def test_a_table_writes_its_numbers_in_the_same_way_and_escapes_its_texts():
    table = figures.table(["book", "score", "rank"], [["<Walden>", -0.125, 3], ["Odyssey", 1.0, 4]])
    cells = re.findall("<td[^>]*>([^<]*)</td>", table._repr_html_())

    assert cells == ["&lt;Walden&gt;", "−0.12", "3", "Odyssey", "1.00", "4"]
    assert repr(table).splitlines()[0].split() == ["book", "score", "rank"]
    with pytest.raises(ValueError, match="2 columns"):
        figures.table(["a", "b"], [["only one"]])


def test_importing_the_package_does_not_load_matplotlib():
    code = "import sys, attention_lab; sys.exit('matplotlib' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
