"""What each misconception is called, in a learner's words, and where the course explains it.

The numbered files beside this one hold the words by subject, in the course's order: for each slug
one sentence on what happened and one on the idea behind. Neither says how to write the answer. A
table ``[slug.function]`` gives other words for one function; ``sections.toml`` says in which
section of which chapter the idea is explained.
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from ...paths import BOOK

HERE = Path(__file__).parent


def _read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


# {subject: {slug: {"happened", "idea", function: {…}}}}, in the files' order
SUBJECTS = {path.stem.split("-", 1)[1]: _read(path) for path in sorted(HERE.glob("[0-9]*.toml"))}
SECTIONS = {slug: label for label, slugs in _read(HERE / "sections.toml").items() for slug in slugs}


def words_for(slug, function=None):
    """Return (happened, idea) for a slug, in the function's own words where it has them."""
    for subject in SUBJECTS.values():
        if slug in subject:
            found = subject[slug]
            found = found.get(function, found)
            return found["happened"], found["idea"]
    return "", ""


@lru_cache(maxsize=1)
def _headings():
    """Return {label: (chapter's file stem, heading)} of the chapters' labels.

    A label that stands before a paragraph belongs to the heading above it.
    """
    found = {}
    for path in sorted(BOOK.glob("[0-9][0-9]-*.md")):
        text = re.sub(r"^(`{3,}).*?^\1", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
        heading, waiting = "", []
        for line in text.splitlines():
            label = re.fullmatch(r"\((.+)\)=", line)
            if label:
                waiting.append(label[1])
                continue
            if line.startswith("#"):
                heading = line.lstrip("# ")
            if line.strip():
                found |= {name: (path.stem, heading) for name in waiting}
                waiting = []
    return found


def section(slug):
    """Return (chapter's file stem, label, heading) where the idea is explained, or None."""
    label = SECTIONS.get(slug)
    if label not in _headings():
        return None
    chapter, heading = _headings()[label]
    return chapter, label, heading


def where(slug, chapter):
    """Return a sentence that says where to read on: See "Which way to share", chapter 5."""
    found = section(slug)
    number = int((found[0] if found else chapter).split("-")[0])
    return f'See "{found[2]}", chapter {number}.' if found else f"See chapter {number}."
