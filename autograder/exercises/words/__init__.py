"""What each misconception is called, in a learner's words, and where the course explains it.

The numbered files beside this one hold the words by subject, in the course's order: for each slug
one sentence on what happened, one on the idea behind, neither of which says how to write the
answer, and under ``see`` the label of the section that explains the idea, or several labels in the
course's order. ``line`` and ``instead`` are for the example on the page "What went wrong?" (see
`autograder.pages.worked`). A table ``[slug.function]`` gives other words for one function.
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from ...paths import BOOK

HERE = Path(__file__).parent


def _read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


# {subject: {slug: {"happened", "idea", "see", function: {…}}}}, in the files' order
SUBJECTS = {path.stem.split("-", 1)[1]: _read(path) for path in sorted(HERE.glob("[0-9]*.toml"))}
ENTRIES = {slug: entry for subject in SUBJECTS.values() for slug, entry in subject.items()}


def words_for(slug, function=None):
    """Return (happened, idea) for a slug, in the function's own words where it has them.

    What is missing is empty.
    """
    found = ENTRIES.get(slug, {})
    found = found.get(function, found)
    return found.get("happened", ""), found.get("idea", "")


def home(chapter):
    """Return the file beside this one that holds the words of a chapter's subject."""
    return next(HERE.glob(f"[0-9]*-{chapter.split('-', 1)[1]}.toml"))


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


def sections(slug):
    """Return (chapter's file stem, label, heading) of every section that explains the idea."""
    see = ENTRIES.get(slug, {}).get("see", ())
    return [section(label) for label in ([see] if isinstance(see, str) else see)]


def section(label):
    """Return (chapter's file stem, label, heading) of the section with a label.

    Raises
    ------
    KeyError
        If no chapter has that label.
    """
    if label not in _headings():
        raise KeyError(f"no chapter has the label {label}")
    chapter, heading = _headings()[label]
    return chapter, label, heading


def where(slug, check):
    """Return a sentence that says where to read on: See "Which way to share", chapter 5.

    The section is that of the function's own chapter, or else the last one before it; what no
    chapter explains so far leads to the function's own section.

    Parameters
    ----------
    slug : str
        A misconception.
    check : FunctionCheck
        The function that is checked.
    """
    known = [found for found in sections(slug) if found[0] <= check.chapter]
    return _see(max(known) if known else section(check.section))


def where_unknown(check, case):
    """Return such a sentence for a case of a function that fails for no known reason."""
    labels = [label for label, cases in check.sections.items() if case in cases]
    return _see(section(labels[0] if labels else check.section))


def _see(found):
    chapter, _, heading = found
    return f'See "{heading}", chapter {int(chapter[:2])}.'
