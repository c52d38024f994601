"""Cut the learner's stub, and the source cell, out of the reference."""

from __future__ import annotations

import ast
import inspect
import re
from functools import cache
from pathlib import Path

import solutions

from ..errors import ChapterError
from . import CHAPTERS, CHECKS
from .record import FunctionCheck

REGION = re.compile(r"(?P<indent>[ ]*)### BEGIN SOLUTION\n.*?### END SOLUTION\n?", re.DOTALL)
MARKER = re.compile(r"[ ]*### (BEGIN|END) SOLUTION\n?")


def check_of(name: str) -> FunctionCheck:
    """Return the check of a function that a chapter names.

    Raises
    ------
    ChapterError
        For a name that has no check.
    """
    if name not in CHECKS:
        raise ChapterError(f"no check for {name!r}; the functions are {', '.join(CHECKS)}")
    return CHECKS[name]


@cache
def solution_source(name: str) -> str:
    """Return the reference's source of a function, solution markers included."""
    return inspect.getsource(getattr(solutions, name)).rstrip("\n") + "\n"


def stub_line(name: str) -> str:
    """Return the line that stands for the body, so that a traceback names the exercise."""
    return f'raise NotImplementedError("{name}: exercise {CHECKS[name].number}")'


def stub(name: str) -> str:
    """Return signature, docstring and the unsolved body of a function."""
    line = stub_line(name)
    return REGION.sub(lambda match: f"{match['indent']}{line}\n", solution_source(name))


def earlier_steps(chapter: str) -> str:
    """Return the module with all functions of the chapters before `chapter`.

    It lets a learner who missed a step go on, so that one mistake is not
    punished twice. It holds nothing of this chapter or of later ones.
    """
    parts = [
        '"""The functions of the chapters before this one, so that you can build on them.\n\n'
        "Made from the course; changes here are not graded and not kept.\n"
        '"""\n\nimport numpy as np\n'
    ]
    for earlier, names in CHAPTERS.items():
        if earlier == chapter:
            break
        parts += [_condensed(name) for name in names]
    return "\n\n".join(parts)


def _condensed(name: str) -> str:
    """Return a function with the first line of its docstring and without markers."""
    source = MARKER.sub("", solution_source(name))
    function = ast.parse(source).body[0]
    docstring = function.body[0]
    lines = source.split("\n")
    first = docstring.value.value.strip().split("\n")[0]
    lines[docstring.lineno - 1 : docstring.end_lineno] = [f'    """{first}"""']
    return "\n".join(lines)


def chapter_path(chapter: str) -> Path:
    """Return where a chapter's source lies."""
    return Path(solutions.__file__).parent.parent / "book" / f"{chapter}.md"
