"""Give each page a picture for those who share it: its title, and the shelf with a question.

The pictures are drawn when the book is built, from the library's own numbers: how a reader
who asks for a life alone in the woods would share out the reading.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from sphinx.application import Sphinx

from attention_lab import load_library
from attention_lab.figures.colours import INK, LINE, MUTED, PAPER, SHARE, WEIGHT

FOLDER = "social"
WIDE, TALL = 1200, 630
QUESTION = "living alone in the woods"
TEMPERATURE = 0.05
ALT = f"The page's title above a shelf of books, filled by how well each answers “{QUESTION}”."


def file_name(pagename: str) -> str:
    """Return the name of a page's picture."""
    return pagename.replace("/", "-") + ".png"


def shelf():
    """Return the best 24 books in the library's order: their titles and shares."""
    library = load_library()
    scores = library.vectors @ library.question(QUESTION)
    shares = np.exp((scores - scores.max()) / TEMPERATURE)
    shares /= shares.sum()
    shown = np.sort(np.argsort(-shares)[:24])
    return [library.short_titles[i] for i in shown], shares[shown]


def draw(title: str, book: str, path: Path) -> None:
    """Draw the picture of a page with this title."""
    figure = Figure(figsize=(WIDE / 100, TALL / 100), dpi=100, facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDE), ylim=(TALL, 0))
    axes.axis("off")
    plain = {"parse_math": False, "va": "baseline"}
    lines = wrap(title, 30)[:3]
    size = 50 if len(lines) < 3 else 40
    for row, line in enumerate(lines):
        axes.text(
            70,
            118 + row * 1.32 * size,
            line,
            fontsize=0.72 * size,
            color=INK,
            weight="bold",
            **plain,
        )
    if title != book:
        axes.text(70, 60, book, fontsize=17, color=MUTED, **plain)
    foot, left, step = 560, 70, 44
    titles, shares = shelf()
    for place, (name, share) in enumerate(zip(titles, shares, strict=True)):
        x, tall = left + place * step, 225 - sum(map(ord, name)) % 4 * 9
        if share * tall >= 1:
            box = {"facecolor": (WEIGHT, SHARE), "edgecolor": "none"}
            axes.add_patch(Rectangle((x, foot - share * tall), step - 6, share * tall, **box))
            axes.plot([x, x + step - 6], [foot - share * tall] * 2, color=WEIGHT, linewidth=2)
        axes.add_patch(
            Rectangle((x, foot - tall), step - 6, tall, facecolor="none", edgecolor=LINE)
        )
        axes.text(
            x + step / 2 - 3, foot - tall + 12, name, fontsize=10.5, color=INK, rotation=270,
            ha="center", va="top", parse_math=False,
        )  # fmt: skip
    axes.plot([left - 6, left + 24 * step], [foot + 3] * 2, color=INK, linewidth=4)
    axes.text(70, 602, f"“{QUESTION}”", fontsize=16, color=WEIGHT, style="italic", **plain)
    figure.savefig(path, facecolor=PAPER)


def add_to_page(app: Sphinx, pagename: str, template: str, context: dict, doctree) -> None:
    """Tell the page where its picture is, with its full address where the book has one."""
    if doctree is None:
        return
    relative = f"_static/{FOLDER}/{file_name(pagename)}"
    base = app.config.html_baseurl
    context["social_image"] = (
        f"{base.rstrip('/')}/{relative}" if base else context["pathto"](relative, 1)
    )
    context["social_alt"] = ALT
    app.env.social = {**getattr(app.env, "social", {}), pagename: app.env.titles[pagename].astext()}


def draw_all(app: Sphinx, error: Exception | None) -> None:
    """Draw the pictures of all pages that were written."""
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for pagename, title in getattr(app.env, "social", {}).items():
        draw(title, app.config.html_title, folder / file_name(pagename))


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.connect("html-page-context", add_to_page)
    app.connect("build-finished", draw_all)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
