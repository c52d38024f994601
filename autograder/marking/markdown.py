"""A learner's Markdown as HTML that is safe to show, with the pictures pasted into its cell.

What our own renderer writes has classes, for the colours of code; what a learner writes has none.
"""

import html
import re
import secrets
from urllib.parse import unquote

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from .bounded import Overrun
from .caching import Kept
from .safe_html import KEPT, MAX_TEXT, OWN_CLASS, Allowance, Clean, clean
from .submission import PICTURES, is_picture

_PREFIX = "attachment:"
_PLACE = f"place{secrets.token_hex(8)}x"
_PLACES = re.compile(_PLACE + r"(\d+)x")
_HTML_PICTURE = re.compile(r"""(<img\b[^<>]*?\bsrc=)(["'])attachment:([^"'<>]*)\2""", re.IGNORECASE)
_rendered = Kept(KEPT)


def safe_markdown(source, attachments=None, allowance=None):
    """Return Markdown as HTML that is safe to show.

    Parameters
    ----------
    source : str
        The Markdown.
    attachments : dict, optional
        The cell's pictures, by name and kind.
    allowance : Allowance, optional
        What the notebook may still take.
    """
    if len(source) > MAX_TEXT:
        return plain(source)
    pictures = _pictures(attachments) if _PREFIX in source else {}
    known = None if _PREFIX in source else _rendered.get(source)
    if known is not None:
        return Clean(known)
    allowance = allowance or Allowance()
    sizes = {name: (kind, len(data)) for name, (kind, data) in pictures.items()}
    length = len(source.encode("utf-8", "replace"))
    try:
        made = allowance.run(render, (source, sizes, allowance.pictures), length)
    except Overrun as error:
        return plain(source, f"This text is shown as it was written, without its layout: {error}.")
    if _PREFIX not in source:
        return Clean(_rendered.put(source, made))
    data = [data for _, data in pictures.values()]
    allowance.pictures -= sum(len(data[int(number)]) for number in _PLACES.findall(made))
    return Clean(_PLACES.sub(lambda match: data[int(match[1])], made))


def plain(source, note=""):
    """Return a text as it was written, below a note."""
    note = f"<p><em>{html.escape(note)}</em></p>" if note else ""
    return Clean(f"{note}<pre>{html.escape(source)}</pre>")


def render(task):
    """Return the HTML of (Markdown, pictures' kinds and sizes by name, room for them).

    Where a picture belongs there is its number.
    """
    source, pictures, room = task
    renderer = _Renderer(pictures, room)
    return clean(MarkdownWithMath(renderer=renderer).render(source)).replace(OWN_CLASS, "")


def _pictures(attachments):
    """Return (kind, data) by name for the pictures that may be shown."""
    found = {}
    for name, bundle in (attachments or {}).items():
        for kind in PICTURES:
            if name not in found and is_picture(kind, bundle.get(kind, "")):
                found[name] = kind, bundle[kind]
    return found


class _Renderer(IPythonRenderer):
    """Writes HTML that is still to be cleaned."""

    def __init__(self, pictures, room):
        super().__init__(escape=False, exclude_anchor_links=True)
        self._pictures, self._room = pictures, room

    def block_code(self, code, info=None):
        """Colour code, with the mark of our own on each class."""
        language = (info or "").strip().split(maxsplit=1)[:1]
        if language and not language[0].startswith("mermaid"):
            try:
                lexer = get_lexer_by_name(language[0])
                form = HtmlFormatter(cssclass=f"{OWN_CLASS}highlight", classprefix=OWN_CLASS)
                return highlight(code, lexer, form)
            except ClassNotFound:
                code = f"{language[0]}\n{code}"
        return f"<pre><code>{html.escape(code, quote=False)}</code></pre>\n"

    def image(self, text, url, title=None):
        """Put a pasted picture in its place, or a sentence."""
        if url.startswith(_PREFIX):
            name = url.removeprefix(_PREFIX)
            url, told = self._place(name)
            if url is None:
                return f"<em>({html.escape(told)})</em>"
        return super().image(text, url, title)

    def inline_html(self, html):
        """Put pasted pictures into HTML."""
        return super().inline_html(self._placed(html))

    def block_html(self, html):
        """Put pasted pictures into HTML."""
        return super().block_html(self._placed(html))

    def _placed(self, text):
        def put(match):
            url, told = self._place(match[3])
            alt = f'alt="{html.escape(told)}" ' if url is None else ""
            return f"{match[1].removesuffix('src=')}{alt}src={match[2]}{url or ''}{match[2]}"

        return _HTML_PICTURE.sub(put, text)

    def _place(self, name):
        """Return where a picture will stand, or None and the reason why there is none."""
        name = name if name in self._pictures else unquote(name)
        if name not in self._pictures:
            return None, f"The picture “{name[:100]}” is missing."
        kind, size = self._pictures[name]
        if size > self._room:
            return None, f"The picture “{name[:100]}” is not shown: the page's are too large."
        self._room -= size
        number = list(self._pictures).index(name)
        return f"data:{kind};base64,{_PLACE}{number}x", ""
