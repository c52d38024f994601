"""What nbgrader's course folder and gradebook say about an assignment."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from .checks import CHAPTERS
from .errors import CourseError
from .marking import CHECK_PREFIX
from .paths import ROOT
from .repair import OfficialCell

_SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)\n?### END SOLUTION", re.DOTALL)


class NoAssignment(CourseError):
    """There is no such assignment to grade; the text says what to do."""


@dataclass(frozen=True)
class Assignment:
    """An assignment as it was released.

    Attributes
    ----------
    name : str
        Such as "05-softmax"; also its notebook's name.
    seed : int
        What its inputs are drawn from: the number that the gradebook gave it, which learners do
        not know and which stays the same when a submission is graded again.
    cells : tuple of OfficialCell
        The cells that the gradebook knows, in the chapter's order.
    """

    name: str
    seed: int
    cells: tuple

    @property
    def points(self):
        """The points of the cells that are scored automatically."""
        return sum(cell.points for cell in self.cells if cell.check)

    @property
    def version(self):
        """A text that changes with the released cells, their points, and the checks."""
        return hashlib.sha256(f"{self.cells} {_checks()}".encode()).hexdigest()


@cache
def _checks() -> str:
    """Return a digest of the checks, their words, the reference, and what compares with it."""
    digest = hashlib.sha256()
    for folder in ("autograder/checks", "attention_lab", "solutions"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".toml"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def released(gradebook: Gradebook, name: str) -> Assignment:
    """Return the assignment of this name from the gradebook.

    Raises
    ------
    NoAssignment
        If it has no checks in this course, or was not released yet.
    """
    if name not in CHAPTERS:
        raise NoAssignment(f"There are no checks for {name}; there are {', '.join(CHAPTERS)}.")
    try:
        notebook = gradebook.find_notebook(name, name)
    except MissingEntry as error:
        raise NoAssignment(
            f"{name} is not in the gradebook: make the release first (make release)."
        ) from error
    graded = {cell.name: cell for cell in notebook.grade_cells}
    solved = {cell.name for cell in notebook.solution_cells}
    cells = [
        OfficialCell(
            cell.name,
            cell.cell_type,
            cell.source,
            cell.name in graded,
            cell.name in solved,
            bool(cell.locked),
            float(graded[cell.name].max_score) if cell.name in graded else 0.0,
            cell.checksum,
        )
        for cell in notebook.source_cells
    ]
    order = _order(name)
    cells.sort(key=lambda cell: (order.get(cell.grade_id, len(order)), cell.grade_id))
    return Assignment(name, int(notebook.assignment.id, 16), tuple(cells))


def _order(name):
    """Return the place of each function's cell and of its check in a chapter."""
    ids = [one for function in CHAPTERS[name] for one in (function, CHECK_PREFIX + function)]
    return {grade_id: place for place, grade_id in enumerate(ids)}


def rubrics(root, name):
    """Return what graders look for in each written answer, from the source notebook.

    Parameters
    ----------
    root : path-like
        nbgrader's course root.
    name : str
        The assignment.

    Returns
    -------
    dict of str
        By grade id; empty where there is no source.
    """
    path = Path(root) / "source" / name / f"{name}.ipynb"
    return _rubrics(path, path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=32)
def _rubrics(path, changed):
    found = {}
    for cell in nbformat.read(path, as_version=4).cells:
        data = cell.metadata.get("nbgrader", {})
        match = _SOLUTION.search(cell.source)
        if match and data.get("grade") and data.get("solution"):
            found[data["grade_id"]] = match[1]
    return found
