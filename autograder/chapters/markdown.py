"""Turn the chapter's MyST Markdown into Markdown that JupyterLab draws.

JupyterLab knows CommonMark, tables, ``$maths$`` and a little HTML. Roles and
directives become links, block quotes and ``<details>``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pybtex.database import parse_file

from ..errors import ChapterError
from .blocks import Block, Directive, Text, located, parse, read_source, strip_front_matter

INSIDE = "inside this block"
ROLE = re.compile(r"\{(?P<role>[\w:-]+)\}`(?P<content>[^`]+)`")
TARGET = re.compile(r"^\((?P<label>[\w:-]+)\)=\n(?:#+ (?P<title>.+))?", re.MULTILINE)
EQUATION = re.compile(r"^`{3,}\{math\}\n:label: (?P<label>[\w:-]+)", re.MULTILINE)
TITLED = re.compile(r"(?P<title>.+?)\s*<(?P<target>[^<>]+)>$", re.DOTALL)
COLOURS = {"Q": "#0072B2", "K": "#D55E00", "V": "#009E73"}
MACRO = re.compile(r"\\([QKV])(?![A-Za-z])")

ADMONITIONS = {
    "note": "Note",
    "tip": "Tip",
    "warning": "Take care",
    "margin": "Aside",
    "predict": "Predict",
}


@dataclass
class Course:
    """What a role may refer to, gathered from all the pages of the book."""

    headings: dict[str, str] = field(default_factory=dict)
    equations: dict[str, str] = field(default_factory=dict)
    references: dict[str, tuple[str, str]] = field(default_factory=dict)


@cache
def read_course(book: Path) -> Course:
    """Return the labels of all pages under `book` and the entries of its bibliography."""
    course = Course()
    for page in sorted(book.glob("*.md")):
        text = strip_front_matter(read_source(page))
        for match in TARGET.finditer(text):
            course.headings[match["label"]] = match["title"] or match["label"]
        for number, match in enumerate(EQUATION.finditer(text), start=1):
            course.equations[match["label"]] = f"{page.stem[:2].lstrip('0')}.{number}"
    bibliography = book / "references.bib"
    if bibliography.exists():
        for key, entry in parse_file(str(bibliography)).entries.items():
            course.references[key] = (_short(entry), _address(entry.fields))
    return course


def _short(entry) -> str:
    names = [" ".join(person.last_names) for person in entry.persons.get("author", [])]
    who = {0: entry.fields.get("title", ""), 1: names[0] if names else ""}.get(len(names))
    if who is None:
        who = f"{names[0]} and {names[1]}" if len(names) == 2 else f"{names[0]} et al."
    return f"{who.strip('{}')} {entry.fields.get('year', '')}".strip()


def _address(fields) -> str:
    return f"https://doi.org/{fields['doi']}" if "doi" in fields else fields.get("url", "")


def to_notebook(text: str, course: Course) -> str:
    """Return shared Markdown as the notebook shows it.

    Raises
    ------
    ChapterError
        For a role that has no form in a notebook, or a label that is nowhere.
    """
    text = ROLE.sub(lambda match: _role(match, course), text)
    text = TARGET.sub(lambda match: match[0].split("\n", 1)[1], text)
    return MACRO.sub(lambda match: rf"{{\color{{{COLOURS[match[1]]}}}{match[1]}}}", text).strip(
        "\n"
    )


def _role(match: re.Match, course: Course) -> str:
    try:
        return _form(match["role"], match["content"], course)
    except ChapterError as error:
        error.below = match.string.count("\n", 0, match.start())
        raise


def _form(role: str, content: str, course: Course) -> str:
    titled = TITLED.match(content)
    title, target = (titled["title"], titled["target"]) if titled else (None, content)
    try:
        if role in ("cite", "cite:p", "cite:t"):
            return ", ".join(_citation(key.strip(), course) for key in content.split(","))
        if role == "ref":
            return title or f"“{course.headings[target]}”"
        if role == "eq":
            return f"({course.equations[target]})"
    except KeyError as missing:
        raise ChapterError(f"{{{role}}}`{content}` refers to {missing}, which is nowhere") from None
    if role == "term":
        return title or target
    if role == "doc":
        return title or target.rpartition("/")[2]
    raise ChapterError(f"the role {{{role}}} has no form in a notebook; see CONTRIBUTING")


def _citation(key: str, course: Course) -> str:
    short, address = course.references[key]
    return f"[{short}]({address})" if address else short


def directive(block: Directive, course: Course) -> str:
    """Return a directive as the notebook shows it, an empty text for page-only ones."""
    if block.name == "page-only":
        return ""
    if block.name == "math":
        number = course.equations.get(block.options.get("label", ""))
        tag = f" \\tag{{{number}}}" if number else ""
        return to_notebook(f"$$\n{block.body.strip()}{tag}\n$$", course)
    body = nested(block.body, course)
    title = to_notebook(block.argument, course)
    if block.name == "notebook-only":
        return body
    if block.name == "dropdown":
        return details(title, body)
    if block.name == "bug":
        return f"**{title}**\n\n{body}"
    if block.name == "admonition":
        return quote(title, body)
    if block.name in ADMONITIONS:
        return quote(title or ADMONITIONS[block.name], body)
    raise ChapterError(f"the block {{{block.name}}} has no form in a notebook; see CONTRIBUTING")


def nested(body: str, course: Course) -> str:
    """Return a directive's body with the directives inside it rendered too."""
    parts = []
    for block in parse(body, INSIDE):
        with located(INSIDE, block.line):
            parts.append(_inner(block, course))
    return "\n\n".join(part for part in parts if part)


def _inner(block: Block, course: Course) -> str:
    if isinstance(block, Directive):
        return directive(block, course)
    if isinstance(block, Text):
        return to_notebook(block.text, course)
    kind = type(block).__name__.lower()
    raise ChapterError(f"a {kind} stands at the top level of a chapter, not in a block")


def details(title: str, body: str) -> str:
    """Return text that unfolds under its title."""
    return f"<details>\n<summary>{inline_html(title)}</summary>\n\n{body}\n\n</details>"


def quote(title: str, body: str) -> str:
    """Return text set off as a block quote under its title."""
    lines = f"**{title}**\n\n{body}".split("\n")
    return "\n".join(f"> {line}" if line else ">" for line in lines)


def inline_html(text: str) -> str:
    """Return inline Markdown as HTML, for the places where Markdown is not read."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
    return re.sub(r"(?<!\*)\*([^*]+)\*(?!\*)", r"<em>\1</em>", text)
