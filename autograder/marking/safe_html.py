"""What of a learner's outputs may reach an instructor's browser.

Pictures come as pictures and text as text. HTML is kept only where there is nothing else to show,
and then only tags that format; scripts, styles, classes, frames, forms, event handlers and
addresses that would load something are gone. The same rules hold for text cells (see `markdown`).
Cleaning happens in a helper with limits (see `bounded`), and what is cut says so.
"""

import base64
import html
import re
import secrets
from collections import Counter
from dataclasses import dataclass

import bleach
from nbconvert.filters import clean_html

from . import bounded
from .bounded import Budget, Overrun, TooLong
from .caching import Kept

MAX_HTML = 50_000  # characters of one output's HTML
MAX_DEPTH = 50
MAX_TEXT = 20_000  # characters of one text cell, or of one output's Markdown
MAX_PAGE = 300_000  # characters of a notebook's text that are rendered or cleaned
MAX_PICTURES = 6_000_000  # characters of a page's pictures
MAX_PLAIN = 500_000  # characters of a page's plain outputs
MAX_SECONDS = 3.0  # of computing, to render and clean one notebook
MAX_ALT = 500
GROWTH = 8  # times: how much longer cleaned or rendered text may be than it was
ROOM = 20_000  # bytes on top of that
RENDERING = Budget(cpu=2, wall=20, output=0)  # of one cell or output; its length sets the output
KEPT = 8_000_000  # characters of cleaned HTML
# Begins the names of classes that our own renderer writes, until everything else is clean.
OWN_CLASS = f"own{secrets.token_hex(8)}-"
_PICTURES = ("image/png", "image/jpeg", "image/svg+xml")
_TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b blockquote br caption code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i "
        "img ins kbd li ol p pre s samp small span strong sub summary sup table tbody td tfoot th "
        "thead tr u ul var",
    )
)
_PLAIN_ATTRIBUTES = frozenset(("align", "alt", "colspan", "rowspan", "scope", "title"))
_TAG = re.compile(r"<\s*(/?)([a-zA-Z][\w:-]*)")
_EMPTY = ("br", "hr", "img")
_DATA_PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[\w+/=\s]*")
_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_NO_TIME = "the time for this notebook's text is used up"
_cleaned = Kept(KEPT)


class Clean(str):
    """HTML that has been cleaned here, and need not be cleaned again."""


@dataclass
class Allowance:
    """How much of a notebook's text may still be rendered.

    Attributes
    ----------
    left : int
        Characters.
    seconds : float
        Of computing.
    pictures, plain : int
        Characters of pictures, and of outputs that are plain text, on a page.
    """

    left: int = MAX_PAGE
    seconds: float = MAX_SECONDS
    pictures: int = MAX_PICTURES
    plain: int = MAX_PLAIN

    def covers(self, text, most=MAX_TEXT):
        """Whether there is enough left for a text of at most `most` characters; take it."""
        if len(text) > min(most, self.left):
            return False
        self.left -= len(text)
        return True

    def run(self, function, task, length):
        """Return what a module's function makes of a text, within what is left.

        Parameters
        ----------
        function, task
            As in `bounded.run`.
        length : int
            Bytes of the text that it works on.

        Raises
        ------
        Overrun
            If that takes too much; the text says what.
        """
        if self.seconds <= 0:
            raise Overrun(_NO_TIME)
        cpu, before = min(RENDERING.cpu, self.seconds), bounded.spent()
        try:
            most = GROWTH * length + ROOM
            made = bounded.run(function, task, Budget(cpu, RENDERING.wall, most))
            if len(made) > most:
                raise Overrun(f"it comes to more than {bounded.told_bytes(most)}")
            return made
        except Overrun as error:
            if cpu < RENDERING.cpu and not isinstance(error, TooLong):
                raise Overrun(_NO_TIME) from error
            raise
        except MemoryError:
            raise
        except Exception as error:  # whatever the libraries make of it: `Raised` where in a helper
            raise Overrun("it could not be laid out") from error
        finally:
            self.seconds -= bounded.spent() - before


def safe_outputs(outputs, count=None, allowance=None):
    """Return a cell's outputs with nothing in them that a browser would run.

    Parameters
    ----------
    outputs : list of dict
        Of nbformat's form.
    count : int, optional
        The execution count that results get.
    allowance : Allowance, optional
        The notebook's; Markdown and HTML beyond it come as plain text.
    """
    kept, allowance = [], allowance or Allowance()
    for output in outputs:
        output = dict(output)
        if "data" in output:
            output["data"] = _safe_bundle(output["data"], allowance)
            output["metadata"] = {}
        if output["output_type"] == "execute_result":
            output["execution_count"] = count
        kept.append(output)
    return kept


def _safe_bundle(data, allowance):
    plain = data.get("text/plain", "")
    for kind in _PICTURES:
        if kind in data:
            return {kind: data[kind], "text/plain": plain}
    text = data.get("text/markdown")
    if text is not None:
        if allowance.covers(text):
            return {"text/markdown": text, "text/plain": plain}
        return {"text/plain": _with_note(plain, "Markdown", "the notebook's text is too long")}
    text = data.get("text/html")
    if text is not None:
        try:
            safe = cleaned(text, allowance) if _formats_only(text) else ""
        except Overrun as error:
            return {"text/plain": _with_note(plain, "HTML", error)}
        return {**({"text/html": safe} if safe else {}), "text/plain": plain}
    if "text/latex" in data:
        return {"text/latex": data["text/latex"], "text/plain": plain}
    return {"text/plain": plain}


def _with_note(plain, what, reason):
    note = f"(The {what} of this output is not shown: {reason}.)"
    return f"{plain}\n{note}" if plain else note


def cut(output, allowance):
    """Return an output with no more text and pictures than a page has room for.

    Parameters
    ----------
    output : dict
        One that `safe_outputs` has made.
    allowance : Allowance
        The page's.
    """
    output = dict(output)
    for field in ("text", "traceback"):
        if field in output:
            output[field] = _cut_text(output[field], allowance)
    data = dict(output.get("data", {}))
    for kind, value in data.items():
        if kind not in _PICTURES and kind != "text/html":
            data[kind] = _cut_text(value, allowance)
    for kind in _PICTURES:
        if kind in data and len(data[kind]) > allowance.pictures:
            del data[kind]
            data["text/plain"] = _with_note(
                data.get("text/plain", ""), "picture", "the page's pictures are too large"
            )
        elif kind in data:
            allowance.pictures -= len(data[kind])
    return {**output, "data": data} if "data" in output else output


def _cut_text(text, allowance):
    """Return a text, or a list of lines, as far as there is room for it."""
    if isinstance(text, list):
        return [_cut_text(line, allowance) for line in text if allowance.plain > 0]
    kept = text[: max(allowance.plain, 0)]
    allowance.plain -= len(text)
    return text if kept == text else f"{kept}\n... the rest is not shown here ..."


def described(output):
    """Return an output whose picture, if it is one, says in words what it shows.

    nbconvert takes the words for a PNG or JPEG from the output's metadata, and has no place for
    those of an SVG: that becomes HTML, with the SVG as an image, in which nothing runs.

    Parameters
    ----------
    output : dict
        One that `safe_outputs` has made.
    """
    data = output.get("data", {})
    kind = next((kind for kind in _PICTURES if kind in data), None)
    if kind is None:
        return output
    words = " ".join(data.get("text/plain", "").strip("<>").split())[:MAX_ALT] or "A picture"
    if kind != "image/svg+xml":
        return {**output, "metadata": {kind: {"alt": words}}}
    encoded = base64.b64encode(data[kind].encode("utf-8", "replace")).decode()
    image = f'<img alt="{html.escape(words)}" src="data:image/svg+xml;base64,{encoded}">'
    return {**output, "data": {"text/html": Clean(image)}}


def clean_page(text):
    """Return what nbconvert's own filter returns, and leave what is clean already as it is."""
    return text if isinstance(text, Clean) else clean_html(text)


def _formats_only(text):
    """Whether HTML is short, shallow, and formats text: a drawing is better put in words."""
    if len(text) > MAX_HTML:
        raise Overrun("it is too long")
    opened = Counter()
    for end, tag in _TAG.findall(text):
        tag = tag.lower()
        if tag not in _TAGS:
            return False
        if end:
            opened[tag] = max(0, opened[tag] - 1)
        elif tag not in _EMPTY:
            opened[tag] += 1
            if opened.total() > MAX_DEPTH:
                raise Overrun("it is nested too deeply")
    return True


def cleaned(text, allowance=None):
    """Return HTML with formatting tags only, within what a notebook may take.

    Raises
    ------
    Overrun
        If it takes too much.
    """
    allowance = allowance or Allowance()
    if not allowance.covers(text, MAX_HTML):
        raise Overrun("the notebook's text is too long")
    known = _cleaned.get(text)
    if known is None:
        known = allowance.run(clean, text, len(text.encode("utf-8", "replace")))
    return Clean(_cleaned.put(text, known))


def clean(text):
    """Return HTML with formatting tags only; whatever else was a tag is shown as text."""
    return bleach.clean(
        text, tags=_TAGS, attributes=_allowed, protocols=("http", "https", "mailto", "data")
    )


def _allowed(tag, name, value):
    if name == "src":
        return tag == "img" and _DATA_PICTURE.fullmatch(value) is not None
    if name == "href":
        return tag == "a" and _LINK.match(value) is not None
    if name == "class":
        return all(one.startswith(OWN_CLASS) for one in value.split())
    return name in _PLAIN_ATTRIBUTES or (tag == "details" and name == "open")
