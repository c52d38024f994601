"""What a grader has kept for a learner: the files, their text, and what a page would run."""

import html
import re
import stat
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

_STEPS = ("autograded", "feedback")
_ACTIVE = ("script", "style", "iframe", "object", "embed", "form", "link", "meta", "base", "frame")
_REMOTE = re.compile(r"\s*(https?:|//|ftp:|file:)", re.IGNORECASE)
_SCRIPT = re.compile(r"\s*(javascript|vbscript|data:text)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Kept:
    """What lies in a learner's folders of graded copies and of pages.

    Attributes
    ----------
    text : str
        All that is in the files, as a reader sees it.
    size : int
        Their bytes.
    odd : bool
        Whether there is a link, or anything else that is neither file nor folder.
    """

    text: str
    size: int
    odd: bool


def kept(root, learner):
    """Return what is `Kept` for a learner in a course."""
    texts, size, odd = [], 0, False
    for step in _STEPS:
        for path in sorted(Path(root, step, learner).rglob("*")):
            status = path.lstat()
            if stat.S_ISREG(status.st_mode):
                size += status.st_size
                text = path.read_text(encoding="utf-8", errors="replace")
                if path.suffix == ".html":
                    text = html.unescape(_TAG.sub("", text))
                texts.append(text.replace('\\"', '"'))
            odd = odd or not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode))
    return Kept("\n".join(texts), size, odd)


class _Finder(HTMLParser):
    """Counts the tags of a page that run, load or hide something, with their attributes."""

    def __init__(self):
        super().__init__()
        self.found = Counter()

    def handle_starttag(self, tag, attributes):
        """Note a tag."""
        told = [(name, value or "") for name, value in attributes]
        runs = [name for name, _ in told if name.startswith("on") or name in ("srcdoc", "action")]
        loads = [value for name, value in told if name in _LOADING and _REMOTE.match(value)]
        scripts = [value for _, value in told if _SCRIPT.match(value)]
        if tag in _ACTIVE or runs or loads or scripts:
            self.found[tag, tuple(told)] += 1


_LOADING = ("src", "srcset", "poster", "background", "data", "xlink:href")


def active(page):
    """Return how often each tag that would run, load or restyle something is in a page."""
    finder = _Finder()
    finder.feed(page)
    return finder.found
