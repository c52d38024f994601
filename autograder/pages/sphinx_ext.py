"""The Sphinx extension that turns chapters into pages."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import nbformat
from docutils.nodes import Node
from docutils.utils import get_source_line
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from ..chapters.kit import write_kit
from ..chapters.page import expanded, source_line
from ..chapters.release import released_notebook
from ..errors import ChapterError
from ..exercises import CHAPTERS
from .catalogue_pages import checks_page, functions_table, what_went_wrong_page

GENERATED = {
    "<!-- functions -->": functions_table,
    "<!-- catalogue -->": what_went_wrong_page,
    "<!-- kill-matrix -->": checks_page,
}
# Of each page that was expanded, its parts and its source.
EXPANDED: dict[str, tuple[list[tuple[str, int]], str]] = {}
_PLACE = re.compile(r"(?P<page>.*?)(?P<suffix>\.md)?:(?P<line>\d+)")


class ChaptersLines(logging.Filter):
    """Lets warnings name lines of the chapter's file rather than of the page made from it."""

    def __init__(self, folder: Path):
        super().__init__()
        self._folder = folder

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the line right in a record that has one; let every record pass."""
        if getattr(record, "in_chapter", False):
            return True  # each handler filters the same record
        record.in_chapter = True
        place = getattr(record, "location", None)
        if isinstance(place, Node):
            place = get_source_line(place)
        if isinstance(place, str) and (match := _PLACE.fullmatch(place)):
            place = match["page"], int(match["line"])
        if isinstance(place, tuple) and place[1]:
            page, line = str(place[0]), int(place[1])
            name = page.removeprefix(f"{self._folder}/").removesuffix(".md")
            if name in EXPANDED:
                record.location = (name, source_line(*EXPANDED[name], line))
        return True


def _mend_lines(app: Sphinx) -> None:
    """Put the filter before Sphinx's own, which turn a place into text."""
    mending = ChaptersLines(Path(app.srcdir))
    for handler in logging.getLogger("sphinx").handlers:
        handler.filters.insert(0, mending)


def expand(app: Sphinx, docname: str, source: list[str]) -> None:
    """Replace a chapter's source by its page's, and the marks in other pages by their tables."""
    folder, _, stem = docname.rpartition("/")
    if folder == "book" and stem in CHAPTERS:
        try:
            parts = expanded(source[0], stem, Path(app.srcdir))
            EXPANDED[docname] = (parts, source[0])
            source[0] = "".join(text for text, _ in parts)
        except ChapterError as error:
            raise ExtensionError(str(error)) from error
    for mark, generate in GENERATED.items():
        if mark in source[0]:
            source[0] = source[0].replace(mark, generate())


def offer_downloads(app: Sphinx, error: Exception | None) -> None:
    """Put the learner's notebooks and the kit beside the pages that link to them."""
    if error or app.builder.format != "html":
        return
    root = Path(app.srcdir)
    folder = Path(app.outdir) / "downloads"
    folder.mkdir(exist_ok=True)
    for chapter in CHAPTERS:
        nbformat.write(released_notebook(chapter), folder / f"{chapter}.ipynb")
    write_kit(root, folder / "attention-kit.zip")


def setup(app: Sphinx) -> dict:
    """Register the extension with Sphinx."""
    _mend_lines(app)
    app.connect("source-read", expand)
    app.connect("build-finished", offer_downloads)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
