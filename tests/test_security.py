"""SECURITY.md's table of limits is the one that the code has."""

from pathlib import Path

from autograder.gradebook import pages, plugin
from autograder.marking import bounded, markdown, place, questions, safe_html, submission
from autograder.paths import ROOT
from autograder.sandbox import Limits, received
from autograder.sandbox.inside import outputs
from autograder.workers import pool

BEGINS = "| step | limit | what the learner sees |"


def megabytes(count):
    """Return a size as the table has it: MiB where it is a power of two, MB where it is not."""
    return f"{count >> 20} MiB" if count % (1 << 20) == 0 else f"{count / 1e6:g} MB"


def rows():
    """Return the table's rows, made from the constants."""
    limits, reading, rendering = Limits(), submission.READING, safe_html.RENDERING
    page = pages.PAGE
    return [
        (
            "list a folder",
            f"{place.MAX_FILES} files, {place.MAX_ENTRIES:,} entries a folder, "
            f"{place.MAX_DEPTH} folders deep; no link is followed",
            "“05-softmax” is a link, and links are not followed",
        ),
        (
            "read a notebook",
            f"{megabytes(place.MAX_FILE)}, {megabytes(submission.MAX_TEXT)} without outputs, "
            f"{submission.MAX_PARTS:,} JSON parts, {submission.MAX_CELLS:,} cells, "
            f"{submission.MAX_SOURCES:,} characters in them; "
            f"{reading.cpu:g} s of computing, {reading.wall:g} s",
            "Nothing could be marked, and why; or: Cell 3 was so long that its end was cut off",
        ),
        (
            "keep pasted pictures",
            f"{megabytes(submission.MAX_ATTACHMENTS)} a notebook",
            "Of its pictures only 4 MB are kept",
        ),
        (
            "read a time of submission",
            f"{plugin.MAX_TIMESTAMP} bytes",
            "nothing: the submission has no time",
        ),
        (
            "take a cell's outputs",
            f"{megabytes(limits.output_bytes)} a notebook, {outputs.CELL_ITEMS} outputs a cell, "
            f"{outputs.STREAM_LIMIT:,} characters a stream, "
            f"{outputs.BUNDLE_LIMIT:,} a display",
            "the rest of this output was not kept",
        ),
        (
            "take a function's answers",
            f"{megabytes(limits.outcome_bytes)} a notebook; an answer of more than "
            f"{questions.LARGER} times the right one and {megabytes(questions.LARGE_ANSWER)} "
            f"is only a shape, of {received.MAX_SHAPE} characters",
            "an array that is far too large, with the shape (3000000,)",
        ),
        (
            "clean HTML and lay out Markdown",
            f"{safe_html.MAX_HTML:,} characters of HTML an output, {safe_html.MAX_TEXT:,} of "
            f"Markdown, {safe_html.MAX_PAGE:,} a notebook, {safe_html.MAX_DEPTH} tags deep; "
            f"{rendering.cpu:g} s of computing and {rendering.wall:g} s each, "
            f"{safe_html.MAX_SECONDS:g} s of computing a notebook; "
            f"{safe_html.GROWTH} times as long as before and {safe_html.ROOM / 1000:g} kB",
            "The HTML of this output is not shown, and why; "
            "This text is shown as it was written, and why",
        ),
        (
            "make a page",
            f"{page.step:g} s of computing a cell, {page.cpu:g} s a try, {page.wall:g} s on the "
            f"clock, {pages.TRIES} tries and one of beginnings; {megabytes(page.output)}; "
            f"{megabytes(safe_html.MAX_PICTURES)} of pictures, "
            f"{safe_html.MAX_PLAIN:,} characters of outputs, {pages.MAX_COLOURED:,} in colours",
            "This text is shown as it was written; the rest of this cell is not shown here; "
            "the picture is not shown",
        ),
        (
            "all of this",
            f"{megabytes(bounded.MEMORY)} of address space for a helper's task",
            "as above: it took more memory than is kept for it",
        ),
        (
            "mark a submission",
            f"{pool.TASK_SECONDS:g} s on the clock; a worker above "
            f"{megabytes(pool.WORKER_MEMORY)} gives way to a new one",
            "nothing: the instructor is told that it was not marked",
        ),
    ]


def test_the_table_in_security_md_is_what_the_code_has():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert BEGINS in text
    table = text[text.index(BEGINS) :].partition("\n\n")[0].split("\n")

    assert table[1:] == ["|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows())]


def test_what_the_learner_sees_is_said_in_the_code():
    sources = {place, submission, outputs, received, safe_html, markdown, pages, bounded}
    said = " ".join(
        " ".join(Path(module.__file__).read_text(encoding="utf-8").replace('"', "").split())
        for module in sources
    )

    for words in (
        "is a link, and links are not followed",
        "was so long that its end was cut off",
        "Of its pictures only",
        "the rest of this output was not kept",
        "far too large, with the shape",
        "of this output is not shown",
        "is shown as it was written",
        "the rest of this cell is not shown here",
        "it took more memory than is kept for it",
    ):
        assert words in said, words
