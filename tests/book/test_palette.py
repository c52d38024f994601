"""One palette: pages, widgets and figures have the same colours, in light and in dark."""

import re

import pytest

from attention_lab.figures import colours
from autograder.paths import ROOT

PAGE = (ROOT / "book" / "assets" / "style.css").read_text(encoding="utf-8")
WIDGETS = (ROOT / "attention_lab" / "widgets" / "style.css").read_text(encoding="utf-8")
HEX = "#[0-9a-f]{6}"
# The names that figures have for the page's colours.
SHORT = {"q": "query", "k": "key", "v": "value", "line": "edge"}
SHORT |= {f"{letter}t": f"{name}-text" for letter, name in list(SHORT.items())[:3]}


def block(text, opening):
    """Return what stands between the braces of a rule."""
    return text[text.index(opening) :].partition("{")[2].partition("}")[0]


def palette(theme):
    """Return the page's colours by name."""
    named = dict(re.findall(rf"--([\w-]+): ({HEX});", block(PAGE, ":root {")))
    dark = block(PAGE, 'html[data-theme="dark"] {')
    if theme == "dark":
        named |= dict(re.findall(rf"--([\w-]+): ({HEX});", dark))
        for name, other in re.findall(r"--([\w-]+): var\(--([\w-]+)\);", dark):
            named[name] = named[other]
    return named


@pytest.mark.parametrize(
    ("theme", "opening"), [("light", ".aw {"), ("dark", 'html[data-theme="dark"] .aw,')]
)
def test_widgets_take_the_pages_colours_and_have_the_same_where_there_is_no_page(theme, opening):
    used = re.findall(rf"--aw-[\w-]+: var\(--([\w-]+), ({HEX})\)", block(WIDGETS, opening))

    assert {"ink", "muted", "rule", "edge", "line", "weight", "negative"} <= dict(used).keys()
    assert {"query", "key", "value"} <= dict(used).keys()
    assert dict(used).items() <= palette(theme).items()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_figures_take_the_pages_colours_and_have_the_same_where_there_is_no_page(theme):
    used = {}
    for name, (drawn, light, dark) in colours._NAMES.items():
        chosen = dark if theme == "dark" and dark else light
        found = re.findall(rf"var\(--([\w-]+),(?:var\([\w-]+,)?({HEX})", chosen)
        if found and theme == "light":
            assert drawn == found[0][1], name
        used |= {SHORT.get(name, name): colour for _, colour in found}
        assert all(variable == SHORT.get(name, name) for variable, _ in found)

    assert {"weight", "negative", "query", "key-text", "edge"} <= used.keys()
    if theme == "dark":
        del used["ink"], used["muted"]  # the notebook's own letters there
    assert used.items() <= palette(theme).items()


def test_no_other_style_of_the_book_has_a_colour_of_its_own():
    for name in ("blocks.css",):
        text = (ROOT / "book" / "assets" / name).read_text(encoding="utf-8")

        assert re.findall(HEX, text) == []
    for path in (ROOT / "attention_lab" / "widgets").glob("*.css"):
        if path.name != "style.css":
            assert re.findall(HEX, path.read_text(encoding="utf-8")) == [], path.name
