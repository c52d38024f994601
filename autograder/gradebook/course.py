"""What nbgrader's course folder and gradebook say about an assignment."""

import os
import re
from functools import lru_cache
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from ..errors import CourseError
from ..exercises import CHAPTERS
from ..marking.assignment import Assignment, OfficialCell, digest_of
from ..marking.following import SHARES
from ..marking.identify import CHECK_PREFIX
from ..marking.place import Folder, handed_in, is_text

_SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)\n?### END SOLUTION", re.DOTALL)

_PLACEHOLDER = re.compile(r"\{(student_id|assignment_id)\}")


class NoAssignment(CourseError):
    """There is no such assignment to grade; the text says what to do."""


def released(gradebook: Gradebook, name: str, root=None, follow_through="full") -> Assignment:
    """Return the assignment of this name from the gradebook.

    Parameters
    ----------
    gradebook : Gradebook
        Open.
    name : str
        Such as "05-softmax".
    root : path-like, optional
        nbgrader's course root, whose source notebook tells the chapter's text from a learner's.
    follow_through : str
        The instructor's setting: "full", "half" or "none".

    Raises
    ------
    NoAssignment
        If it has no checks in this course, or has not been released yet.
    """
    if follow_through not in SHARES:
        choices = ", ".join(SHARES)
        raise CourseError(f"c.Judge.follow_through is {follow_through!r}; use one of {choices}.")
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
    return Assignment(
        name,
        int(notebook.assignment.id, 16),
        tuple(cells),
        texts(root, name),
        SHARES[follow_through],
    )


def submissions(coursedir, assignment):
    """Return the learners' folders for an assignment, by learner.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
        The course.
    assignment : str
        Its name.
    """
    root, template = _submitted(coursedir)
    found = handed_in(root, template, assignment)
    return {learner: folder for learner, folder in found.items() if is_text(learner)}


def submission(coursedir, assignment, student):
    """Return the `Folder` where a learner's submission of an assignment is expected."""
    root, template = _submitted(coursedir)
    names = {"student_id": student, "assignment_id": assignment}
    parts = (_PLACEHOLDER.sub(lambda match: names[match[1]], part) for part in template)
    return Folder(root, tuple(parts))


def _submitted(coursedir):
    """Return the folder of submissions, and the names below it with nbgrader's placeholders."""
    path = coursedir.format_path(
        coursedir.submitted_directory, "{student_id}", "{assignment_id}"
    ).split(os.sep)
    first = next(number for number, part in enumerate(path) if _PLACEHOLDER.search(part))
    return os.sep.join(path[:first]) or os.sep, tuple(path[first:])


def _order(name):
    """Return the place of each function's cell and of its check in a chapter."""
    ids = [one for function in CHAPTERS[name] for one in (function, CHECK_PREFIX + function)]
    return {grade_id: place for place, grade_id in enumerate(ids)}


def texts(root, name):
    """Return digests of the source notebook's text cells; empty if there is no source."""
    path = Path(root or "") / "source" / name / f"{name}.ipynb"
    return _texts(path, path.stat().st_mtime_ns) if root and path.is_file() else frozenset()


@lru_cache(maxsize=32)
def _texts(path, changed):
    cells = nbformat.read(path, as_version=4).cells
    return frozenset(digest_of(cell.source) for cell in cells if cell.cell_type == "markdown")


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
        By grade id; empty if there is no source.
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
