"""A small made-up class, graded end to end with nbgrader's own steps."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from ..chapters.release import course_config, release
from ..exercises import CHAPTERS, CHECKS
from ..exercises.stubs import MARKER, solution_source
from ..paths import COURSE

CHAPTER = "05-softmax"
RIGHT = {name: MARKER.sub("", solution_source(name)) for name in CHAPTERS[CHAPTER]}

WRONG_AXIS = """\
def softmax(x, axis=-1):
    exponentials = np.exp(x - np.max(x, axis=0, keepdims=True))
    return exponentials / np.sum(exponentials, axis=0, keepdims=True)
"""
OVERFLOWS = """\
def softmax(x, axis=-1):
    return np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True)
"""
UNCHECKED = """\
def temperature_softmax(x, temperature, axis=-1):
    return softmax(x / temperature, axis=axis)
"""
HIDES_TRUE = """\
def masked_softmax(scores, mask):
    allowed = np.where(mask, -np.inf, scores)
    largest = np.max(allowed, axis=-1, keepdims=True)
    exponentials = np.exp(allowed - np.where(np.isinf(largest), 0, largest))
    total = exponentials.sum(axis=-1, keepdims=True)
    return exponentials / np.where(total == 0, 1, total)
"""
WARNS = """\
def temperature_softmax(x, temperature, axis=-1):
    import warnings

    warnings.warn("right all the same")
    if temperature <= 0:
        raise ValueError("the temperature must be above 0")
    return softmax(x / temperature, axis=axis)
"""
# Who hands in what: the name says it, a missing function stays unsolved.
CLASS = {
    "all-right": RIGHT,
    "blank": {},
    "first-function-only": {"softmax": RIGHT["softmax"]},
    "right-but-warns": {**RIGHT, "temperature_softmax": WARNS},
    "shares-down-the-columns": {**RIGHT, "softmax": WRONG_AXIS},
    "overflows": {**RIGHT, "softmax": OVERFLOWS, "temperature_softmax": UNCHECKED},
    "mask-the-wrong-way-round": {**RIGHT, "masked_softmax": HIDES_TRUE},
    "copied-a-cell": RIGHT,
    "deleted-a-check": RIGHT,
}


def grade_class(root: Path) -> list[tuple[str, dict[str, float], float, Path]]:
    """Grade the made-up class in a course of its own at `root`, which is made anew.

    Returns
    -------
    list of tuples
        For each submission its name, the points of each function, their sum and the feedback page.

    Raises
    ------
    RuntimeError
        When one of nbgrader's steps fails; the text is nbgrader's log.
    """
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    shutil.copy(COURSE / "nbgrader_config.py", root)
    [released] = release(root, [CHAPTER])
    notebook = nbformat.read(released / f"{CHAPTER}.ipynb", as_version=4)
    api = NbGraderAPI(config=course_config(root))
    for name, answers in CLASS.items():
        _submit(root / "submitted" / name / CHAPTER, _answered(notebook, name, answers))
        _done(api.autograde(CHAPTER, name, force=True), name)
        _done(api.generate_feedback(CHAPTER, name, force=True), name)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        marks = {name: _marks(gradebook, name) for name in CLASS}
    return [
        (name, points, sum(points.values()), root / "feedback" / name / CHAPTER / f"{CHAPTER}.html")
        for name, points in marks.items()
    ]


def _answered(released: NotebookNode, name: str, answers: dict[str, str]) -> NotebookNode:
    """Return a copy of the released notebook with a learner's answers in it."""
    notebook = copy.deepcopy(released)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(grade_id, cell.source)
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    if name == "copied-a-cell":
        notebook.cells.append(copy.deepcopy(notebook.cells[ids.index("softmax")]))
    if name == "deleted-a-check":
        del notebook.cells[ids.index("check-softmax")]
    return notebook


def _submit(folder: Path, notebook: NotebookNode) -> None:
    folder.mkdir(parents=True)
    path = folder / f"{CHAPTER}.ipynb"
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    nbformat.write(notebook, path)


def _done(result: dict, name: str) -> None:
    if not result["success"]:
        raise RuntimeError(f"{name}: {result.get('error') or result.get('log')}")


def _marks(gradebook: Gradebook, student: str) -> dict[str, float]:
    submission = gradebook.find_submission_notebook(CHAPTER, CHAPTER, student)
    scores = {grade.name: grade.score for grade in submission.grades}
    return {name: scores[f"check-{name}"] for name in CHAPTERS[CHAPTER]}


def table(results: list[tuple[str, dict[str, float], float, Path]]) -> str:
    """Return the marks as a table of text."""
    names = CHAPTERS[CHAPTER]
    full = sum(CHECKS[name].points for name in names)
    columns = "".join(f"{name:>21}" for name in names)
    last = f"of {full:g}"
    head = f"{'submission':26}{columns}{last:>8}"
    lines = [head, "-" * len(head)]
    for name, points, total, _ in results:
        cells = "".join(f"{points[function]:21g}" for function in names)
        lines.append(f"{name:26}{cells}{total:8g}")
    return "\n".join(lines)
