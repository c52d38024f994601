"""Render a chapter as the page's MyST Markdown.

Exercises appear as stubs; the cells after them run as if they were solved.
"""

from __future__ import annotations

import ast
from functools import cache
from itertools import pairwise
from pathlib import Path
from textwrap import indent

from ..errors import ChapterError
from ..exercises.stubs import check_of, stub
from ..provenance import CELLS, digest
from .blocks import Block, Cell, Directive, Exercise, Question, Recall, Text, located, parse
from .notebook import HINTS, IN_NOTEBOOK_ONLY, MODEL_ANSWER

SETUP = """```{{code-cell}} python
:tags: [remove-cell]
# the course's code, so that a change of it runs the page anew: {fingerprint}
import sys

import solutions

sys.modules["earlier_steps"] = solutions
```"""

DOWNLOAD = """```{{raw}} html
<p class="chapter-download">
<a href="../downloads/{chapter}.ipynb" download>Download this chapter's notebook</a>
to write the exercises yourself, with feedback at once.
<a href="working.html">How to work with it</a>.</p>
```"""


def page(source: str, chapter: str, root: Path) -> str:
    """Return the MyST source of a chapter's page.

    Parameters
    ----------
    source : str
        The chapter's own source.
    chapter : str
        Its file stem, such as "05-softmax".
    root : pathlib.Path
        The project's root, whose code decides when the page must run anew.
    """
    return "".join(text for text, _ in expanded(source, chapter, root))


def expanded(source: str, chapter: str, root: Path) -> list[tuple[str, int]]:
    """Return the parts of a page in order, each with the source line it comes from.

    Parameters
    ----------
    source, chapter, root
        As in `page`.
    """
    header, blocks = _split_header(source, chapter)
    parts = [(header + SETUP.format(fingerprint=_made_with(root)), 1)]
    for number, block in enumerate(blocks):
        with located(f"{chapter}.md", block.line):
            rendered = _render(block)
        if number == 0:
            title, rendered = _titled(rendered, chapter)
            parts.append((f"\n\n{title}\n\n{DOWNLOAD.format(chapter=chapter)}", block.line))
            block.line += title.count("\n") + 1
        if rendered:
            parts.append((f"\n\n{rendered}", block.line))
    return [*parts, ("\n", len(source.splitlines()))]


def source_line(parts: list[tuple[str, int]], source: str, line: int) -> int:
    """Return the chapter's line that a line of the page was made from.

    Parameters
    ----------
    parts : list of (str, int)
        What `expanded` returns.
    source : str
        The chapter's own source.
    line : int
        A line of the page, from 1. One that stands in its block's source is found there; what
        was generated counts as the block's last line at most.
    """
    starts, begins = [], 1
    for text, origin in parts:
        lead = len(text) - len(text.lstrip("\n"))
        starts.append((begins + lead, origin))
        begins += text.count("\n")
    starts.append((begins + 1, parts[-1][1] + 1))
    (start, origin), (_, following) = next(
        (one, two) for one, two in reversed(list(pairwise(starts))) if one[0] <= line
    )
    near = min(origin + line - start, max(origin, following - 1))
    shown = "".join(text for text, _ in parts).split("\n")[line - 1].strip()
    written = dict(enumerate(map(str.strip, source.split("\n")), 1))
    same = [at for at in range(origin, following + 1) if shown and written.get(at) == shown]
    return min(same, key=lambda at: abs(at - near), default=near)


def _split_header(source: str, chapter: str) -> tuple[str, list[Block]]:
    if not source.startswith("---\n"):
        raise ChapterError(f"{chapter}.md must begin with its front matter; copy another chapter's")
    end = source.find("\n---\n", 4) + len("\n---\n")
    if end < len("\n---\n"):
        raise ChapterError(f"{chapter}.md: its front matter has no end, a line of ---")
    return source[:end] + "\n", parse(source, f"{chapter}.md")


def _titled(first: str, chapter: str) -> tuple[str, str]:
    """Cut a chapter's first block after its title."""
    lines = first.split("\n")
    title = next((at for at, line in enumerate(lines) if line.startswith("# ")), None)
    if title is None:
        raise ChapterError(f"{chapter}.md must open with its title, `# …`")
    return "\n".join(lines[: title + 1]), "\n".join(lines[title + 1 :])


def _render(block: Block) -> str:
    match block:
        case Text(text):
            return text
        case Cell(source, tags):
            return "" if IN_NOTEBOOK_ONLY in tags else _cell(source, tags)
        case Recall():
            return _recall(block)
        case Exercise():
            return _exercise(block)
        case Question():
            return _question(block)
        case Directive():
            return _directive(block)
    raise ChapterError(f"unknown block {block!r}")


def _cell(source: str, tags: tuple[str, ...] = ()) -> str:
    kept = [tag for tag in tags if tag != "page-only"]
    if _ends_in_picture(source) and not {"hide-input", "remove-input", "remove-cell"} & set(kept):
        kept.append("hide-input")
    options = f":tags: [{', '.join(kept)}]\n" if kept else ""
    return f"```{{code-cell}} python\n{options}{source}\n```"


def _ends_in_picture(source: str) -> bool:
    """Return whether a cell's result is a figure or a widget: the page shows it before its code."""
    try:
        lines = ast.parse(source).body
    except SyntaxError:  # the run of the page says where
        return False
    last = lines[-1].value if lines and isinstance(lines[-1], ast.Expr) else None
    match last:
        case ast.Call(func=ast.Attribute(value=ast.Name("figures"), attr=kind)):
            return kind != "table"
        case ast.Call(func=ast.Name(name)):
            return name.endswith("Explorer")
    return False


def brief(source: str) -> str:
    """Return a function's first line, one sentence on it, and what goes in and comes out."""
    docstring = ast.get_docstring(ast.parse(source).body[0]) or ""
    takes, returns, section = [], [], ""
    for line, under in pairwise([*docstring.split("\n"), ""]):
        if under and not under.strip("-"):
            section = line
        elif section == "Parameters" and " : " in line and not line.startswith(" "):
            takes.append(line)
        elif section == "Returns" and line.strip("- "):
            returns.append(line)
    # What a tuple holds is said in the lines below its type.
    returns = returns if returns and returns[0].startswith("tuple") else returns[:1]
    kept = [docstring.partition("\n")[0], "", *takes, "returns : " + "\n".join(returns)]
    head, quotes = source.partition(':\n    """')[0], '"""'
    inside = indent(quotes + "\n".join([*kept, quotes]), "    ")
    return f"{head}:\n{inside}"


def _fenced(name: str, title: str, body: str, kind: str = "") -> str:
    """Return a directive whose fence is longer than any fence in its body."""
    longest = max((len(run) for run in _colon_runs(body)), default=2)
    fence = ":" * max(3, longest + 1)
    option = f":class: {kind}\n" if kind else ""
    return f"{fence}{{{name}}} {title}\n{option}\n{body}\n{fence}"


def _colon_runs(body: str) -> list[str]:
    lines = [line.strip() for line in body.split("\n")]
    return [line[: len(line) - len(line.lstrip(":"))] for line in lines if line.startswith(":::")]


def _recall(block: Recall) -> str:
    options = []
    for option, why, right in block.options:
        verdict = "Right." if right else "Not this one."
        sign = '<b class="right">✓' if right else '<b class="other">✗'
        options.append(f":::{{dropdown}} {option}\n\n{sign} {verdict}</b> {why}\n:::")
    body = block.question + "\n\n" + "\n\n".join(options)
    return _fenced("admonition", "Recall", body, "recall")


def _exercise(block: Exercise) -> str:
    check = check_of(block.name)
    parts = [
        f"About {block.minutes} minutes, {check.points:g} points.",
        f"```python\n{brief(stub(block.name))}\n```",
        _fenced("dropdown", "All of its docstring", f"```python\n{stub(block.name).rstrip()}\n```"),
    ]
    for title, hint in zip(HINTS, block.hints, strict=False):
        parts.append(_fenced("dropdown", title, hint))
    title = f"Exercise {check.number}: `{block.name}`"
    return "\n\n".join(
        [
            _fenced("admonition", title, "\n\n".join(parts), "exercise"),
            _cell(f"from solutions import {block.name}", ("remove-cell",)),
            _cell(f"check({block.name})"),
        ]
    )


def _question(block: Question) -> str:
    parts = [block.text]
    if block.answer:
        parts.append(_fenced("dropdown", MODEL_ANSWER, block.answer))
    return _fenced("admonition", "Answer in words", "\n\n".join(parts), "question")


def _directive(block: Directive) -> str:
    if block.name == "notebook-only":
        return ""
    if block.name == "page-only":
        return block.body
    if block.name == "predict":
        return _fenced("admonition", block.argument or "Predict", block.body, "predict")
    if block.name == "bug":
        return _fenced("admonition", block.argument, block.body, "bug")
    options = "".join(f":{key}: {value}\n" for key, value in block.options.items())
    if block.name == "math":
        return f"```{{math}}\n{options}\n{block.body}\n```"
    fence = ":" * max(3, max((len(run) for run in _colon_runs(block.body)), default=2) + 1)
    return f"{fence}{{{block.name}}} {block.argument}\n{options}\n{block.body}\n{fence}"


@cache
def _made_with(root: Path) -> str:
    """Return a short digest of what a page's cells run on."""
    return digest(CELLS, root)[:12]
