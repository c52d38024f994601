"""The Sphinx extension that turns chapters into pages."""

from __future__ import annotations

from pathlib import Path

import nbformat
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from ..errors import ChapterError
from ..exercises import CHAPTERS
from .catalogue_pages import checks_page, what_went_wrong_page
from .kit import write_kit
from .page import page
from .release import released_notebook

GENERATED = {"<!-- catalogue -->": what_went_wrong_page, "<!-- kill-matrix -->": checks_page}


def expand(app: Sphinx, docname: str, source: list[str]) -> None:
    """Replace a chapter's source by its page's, and the marks in other pages by their tables."""
    folder, _, stem = docname.rpartition("/")
    if folder == "book" and stem in CHAPTERS:
        try:
            source[0] = page(source[0], stem, Path(app.srcdir))
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
    app.connect("source-read", expand)
    app.connect("build-finished", offer_downloads)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
