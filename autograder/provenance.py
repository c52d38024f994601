"""What each result is made from, so that it is made again when, and only when, that changes.

Four things are kept: a learner's verdicts, the checks stored for the learner's machine, the cells
that a page has run, and the built pages. Each has one named set of sources here, and whoever wants
to know whether a kept result is still good asks for the digest of its set.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .paths import ROOT

_CHECKS = (
    "solutions/*.py",
    "autograder/exercises/**/*.py",
    "autograder/exercises/**/*.toml",
    "autograder/marking/questions.py",
    "attention_lab/checking/**/*.py",
)
# Points, names of mistakes and their sentences; also what a submission may spend.
VERDICTS = (*_CHECKS, "autograder/marking/*.py", "autograder/sandbox/**/*.py")
# The checks as the learner's machine has them; their words name sections of the chapters.
STORED = (*_CHECKS, "autograder/chapters/baking.py", "book/[0-9][0-9]-*.md")
# What the cells of a page run on.
CELLS = (
    *_CHECKS,
    "attention_lab/**/*.py",
    "attention_lab/**/*.js",
    "attention_lab/**/*.css",
    "book/data/*.npz",
    "requirements.lock",
)
PAGES = (
    *CELLS,
    "_config.yml",
    "_toc.yml",
    "book/**/*",
    "autograder/**/*.py",
    "autograder/**/*.toml",
    "tools/build_book.py",
)


def sources(patterns: tuple[str, ...], root: Path = ROOT) -> Iterator[Path]:
    """Yield the files that match any of the patterns, in a fixed order."""
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    yield from (path for path in sorted(found) if "__pycache__" not in path.parts)


def digest(patterns: tuple[str, ...], root: Path = ROOT) -> str:
    """Return a hash of the names and contents of a set of sources.

    Parameters
    ----------
    patterns : tuple of str
        One of the sets of this module.
    root : Path
        The project's folder.
    """
    seen = hashlib.sha256()
    for path in sources(patterns, root):
        seen.update(f"{path.relative_to(root).as_posix()}\0".encode())
        seen.update(hashlib.sha256(path.read_bytes()).digest())
    return seen.hexdigest()


@cache
def loaded(patterns: tuple[str, ...]) -> str:
    """Return the digest as it was when this process first asked for it.

    A process that has imported its sources goes on with them, whatever becomes of the files.
    """
    return digest(patterns)
