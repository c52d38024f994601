"""What of a learner's text and outputs may reach an instructor's browser.

Pictures come as pictures and text as text. HTML is kept only where there is nothing else to show,
and then only tags that format; scripts, styles, frames, forms, event handlers and addresses that
would load something are gone. The same rules hold for text cells when a page is made.
"""

import base64
import html
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import bleach
from nbconvert.filters import clean_html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

MAX_HTML = 50_000
MAX_DEPTH = 50
MAX_TEXT = 20_000
MAX_PAGE = 300_000
MAX_ALT = 500
_PICTURES = ("image/png", "image/jpeg", "image/svg+xml")
_TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b blockquote br caption code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i "
        "img ins kbd li ol p pre s samp small span strong sub summary sup table tbody td tfoot th "
        "thead tr u ul var",
    )
)
_PLAIN_ATTRIBUTES = frozenset(("align", "alt", "class", "colspan", "rowspan", "scope", "title"))
_TAG = re.compile(r"<\s*(/?)([a-zA-Z][\w:-]*)")
_EMPTY = ("br", "hr", "img")
_DATA_PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[\w+/=\s]*")
# Exactly what `described` writes, and nothing that a learner could have put in it.
_DESCRIBED = re.compile(r'<img alt="[^"<>]*" src="data:image/svg\+xml;base64,[\w+/=]*">')
_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)


@dataclass
class Allowance:
    """How much of a notebook's text may still be rendered.

    What renders it can take minutes over half a megabyte of brackets, and has no limit of its own.

    Attributes
    ----------
    left : int
        Characters.
    """

    left: int = MAX_PAGE

    def covers(self, text, most=MAX_TEXT):
        """Say whether there is enough left for a text of at most `most` characters; take it."""
        if len(text) > min(most, self.left):
            return False
        self.left -= len(text)
        return True


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
        safe = {"text/markdown": text} if allowance.covers(text) else {}
        return {**safe, "text/plain": plain}
    text = data.get("text/html")
    if text is not None and _formats_only(text) and allowance.covers(text, MAX_HTML):
        return {"text/html": clean(text), "text/plain": plain}
    if "text/latex" in data:
        return {"text/latex": data["text/latex"], "text/plain": plain}
    return {"text/plain": plain}


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
    return {**output, "data": {"text/html": image}}


def clean_page(text):
    """Return what nbconvert's own filter returns, and leave a `described` picture as it is."""
    return text if _DESCRIBED.fullmatch(str(text)) else clean_html(text)


def _formats_only(text):
    """Say whether HTML is short, shallow, and formats text: a drawing is told better in words."""
    if len(text) > MAX_HTML:
        return False
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
                return False
    return True


@lru_cache(maxsize=500)
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
    return name in _PLAIN_ATTRIBUTES or (tag == "details" and name == "open")


@lru_cache(maxsize=2_000)
def _rendered(source):
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return clean(MarkdownWithMath(renderer=renderer).render(source))


def safe_markdown(source):
    """Return Markdown as HTML that is safe to show; a filter for nbconvert's templates."""
    if len(source) > MAX_TEXT:
        return f"<pre>{html.escape(source)}</pre>"
    return _rendered(source)
