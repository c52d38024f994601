"""Read a chapter into blocks.

A chapter is a MyST Markdown notebook. The course adds a few blocks of its own
(``exercise``, ``question``, ``recall``, ...), which become one thing on the page
and another in the notebook. This module finds them; it renders nothing.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from ..errors import ChapterError

FENCE = re.compile(r"^(?P<fence>`{3,}|:{3,})\{(?P<name>[\w-]+)\}[ \t]*(?P<argument>.*)$")
PLAIN_FENCE = re.compile(r"^(`{3,}|:{3,})(?!\{)")
OPTION = re.compile(r"^:(?P<key>[\w-]+):[ \t]*(?P<value>.*)$")
CHOICE = re.compile(r"^- \[(?P<right>[ xX])\] (?P<option>.*?) :: (?P<why>.*)$")
TAGS = {
    "hide-input",
    "hide-output",
    "remove-input",
    "remove-cell",
    "page-only",
    "notebook-only",
}


@dataclass(kw_only=True)
class Placed:
    """Something that stands in a line of a chapter's source."""

    line: int = field(default=0, compare=False)


@dataclass
class Text(Placed):
    """Markdown that page and notebook share."""

    text: str


@dataclass
class Cell(Placed):
    """A code cell."""

    source: str
    tags: tuple[str, ...] = ()


@dataclass
class Exercise(Placed):
    """A function for the learner to write, with its hints, the vaguer first."""

    name: str
    minutes: int
    hints: tuple[str, ...] = ()


@dataclass
class Question(Placed):
    """A question to answer in words, with the instructor's rubric and a model answer."""

    grade_id: str
    points: int
    text: str
    rubric: str
    answer: str = ""


@dataclass
class Recall(Placed):
    """A multiple-choice question: (option, explanation, whether it is right)."""

    question: str
    options: list[tuple[str, str, bool]] = field(default_factory=list)


@dataclass
class Directive(Placed):
    """Any other directive: its name, argument, options and body."""

    name: str
    argument: str
    options: dict[str, str]
    body: str


Block = Text | Cell | Exercise | Question | Recall | Directive


def read_chapter(path: Path) -> list[Block]:
    """Return the blocks of the chapter at `path`.

    Raises
    ------
    ChapterError
        Where a block lacks something that it needs.
    """
    return parse(read_source(path), path.name)


def read_source(path: Path) -> str:
    """Return the text of a page of the book.

    Raises
    ------
    ChapterError
        Where there is none.
    """
    try:
        data = path.read_bytes()
        return data.decode("utf-8").replace("\r\n", "\n")
    except OSError as error:
        raise ChapterError(f"{path.name} could not be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ChapterError(f"{path.name}, line {line}: this is not UTF-8") from error


def parse(source: str, where: str = "chapter") -> list[Block]:
    """Return the blocks of a chapter's source; `where` names it in errors."""
    text = strip_front_matter(source)
    # Blank lines in place of the header, so that errors name the lines of the file.
    lines = [""] * (source.count("\n") - text.count("\n")) + text.split("\n")
    blocks: list[Block] = []
    pending: list[str] = []
    at = 0
    while at < len(lines):
        opening = FENCE.match(lines[at])
        if opening:
            _flush(pending, blocks, at)
            first = at + 1
            inside, at = _until_close(lines, at, opening["fence"], where)
            with located(where, first):
                block = _block(opening["name"], opening["argument"].strip(), inside)
            block.line = first
            blocks.append(block)
        elif plain := PLAIN_FENCE.match(lines[at]):
            inside, end = _until_close(lines, at, plain[1], where)
            pending += lines[at:end]
            at = end
        else:
            pending.append(lines[at])
            at += 1
    _flush(pending, blocks, at)
    return blocks


@contextmanager
def located(where: str, line: int):
    """Prefix any `ChapterError` that is raised inside with file and line."""
    try:
        yield
    except ChapterError as error:
        raise ChapterError(f"{where}, line {line + error.below}: {error}") from error


def strip_front_matter(source: str) -> str:
    """Return the source without its YAML header."""
    return re.sub(r"\A---\n.*?\n---\n", "", source, count=1, flags=re.DOTALL)


def _flush(pending: list[str], blocks: list[Block], end: int) -> None:
    whole = "\n".join(pending)
    text = whole.strip("\n")
    if text.strip():
        above = len(whole) - len(whole.lstrip("\n"))
        blocks.append(Text(text, line=end - len(pending) + above + 1))
    pending.clear()


def _until_close(lines: list[str], at: int, fence: str, where: str) -> tuple[list[str], int]:
    """Return the lines inside the fence opened at `at`, and the index after its end."""
    close = re.compile(rf"^{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
    for end in range(at + 1, len(lines)):
        if close.match(lines[end]):
            return lines[at + 1 : end], end + 1
    raise ChapterError(f"{where}, line {at + 1}: the fence {lines[at]!r} is never closed")


def _block(name: str, argument: str, inside: list[str]) -> Block:
    options, body = _options(inside)
    if name == "code-cell":
        tags = _tags(options.get("tags", "[]"))
        if unknown := set(options) - {"tags"} or set(tags) - TAGS:
            raise ChapterError(f"a code cell knows no {', '.join(sorted(unknown))}")
        return Cell(body, tags)
    if name == "exercise":
        if not argument or not options.get("minutes", "").isdigit():
            raise ChapterError("an exercise needs a function's name and `:minutes:`, as in 5.1")
        return Exercise(argument, int(options["minutes"]), tuple(filter(None, _parts(body))))
    if name == "question":
        parts = _parts(body)
        counted = options.get("points", "").isdigit()
        if len(parts) not in (2, 3) or not argument.startswith("explain-") or not counted:
            raise ChapterError(
                f"question {argument!r} needs an id explain-…, `:points:`, a rubric after +++, "
                "and may have a model answer after a second +++"
            )
        return Question(argument, int(options["points"]), *parts)
    if name == "recall":
        return Recall(argument, _choices(argument, body))
    return Directive(name, argument, options, body)


def _parts(body: str) -> list[str]:
    """Return what lines of +++ separate in a block's body."""
    return [part.strip() for part in re.split(r"^\+\+\+[ \t]*$", body, flags=re.MULTILINE)]


def _tags(text: str) -> tuple[str, ...]:
    try:
        tags = yaml.safe_load(text) or []
    except yaml.YAMLError:
        tags = None
    if not isinstance(tags, list):
        raise ChapterError(f"tags are a list, as `:tags: [hide-input]`, and not {text!r}")
    return tuple(map(str, tags))


def _options(inside: list[str]) -> tuple[dict[str, str], str]:
    options = {}
    at = 0
    while at < len(inside) and (match := OPTION.match(inside[at])):
        options[match["key"]] = match["value"].strip()
        at += 1
    return options, "\n".join(inside[at:]).strip("\n")


def _choices(question: str, body: str) -> list[tuple[str, str, bool]]:
    items: list[str] = []
    for line in body.split("\n"):
        if line.startswith("- ["):
            items.append(line)
        elif line.strip() and items:
            items[-1] += " " + line.strip()
    choices = []
    for item in items:
        match = CHOICE.match(item)
        if not match:
            raise ChapterError(f"recall {question!r}: write `- [ ] option :: why`: {item!r}")
        choices.append((match["option"].strip(), match["why"].strip(), match["right"] != " "))
    if sum(right for *_, right in choices) != 1:
        raise ChapterError(f"recall {question!r} needs exactly one right option, `- [x]`")
    return choices
