"""What the tests of grading share: a sandbox, notebooks with answers, a course to grade in."""

import atexit
import copy
import functools
import shutil
import tempfile
from pathlib import Path

import nbformat
import pytest
from conftest import IN_CI
from nbgrader.api import Gradebook

from autograder.chapters.notebook import source_notebook
from autograder.chapters.release import release, released_notebook
from autograder.exercises.stubs import solution_source
from autograder.paths import COURSE
from autograder.sandbox import IsolationError, Limits, Sandbox

CHAPTER = "05-softmax"
QUICK = Limits(cell_cpu=1, cell_wall=3, call_cpu=1, call_wall=3, total_wall=30)

WRONG_AXIS = solution_source("softmax").replace("axis=axis", "axis=0")
UNSTABLE = "def softmax(x, axis=-1):\n    e = np.exp(x)\n    return e / e.sum(axis, keepdims=True)"
WARNS = solution_source("softmax").replace(
    "### BEGIN SOLUTION",
    "import sys, warnings\n    warnings.warn('hm')\n    print('hm', file=sys.stderr)",
)


@functools.cache
def sandbox():
    """Return a sandbox with short limits for all tests of a run."""
    place = Sandbox(QUICK, levels=("namespaces",))
    atexit.register(place.close)
    return place


def _why_not():
    try:
        sandbox()
    except IsolationError as error:
        return str(error)
    return ""


# In CI a machine without namespaces is a broken setup, so the tests run there, and fail.
needs_sandbox = [
    pytest.mark.sandbox,
    pytest.mark.skipif(not IN_CI and bool(_why_not()), reason=f"no sandbox here: {_why_not()}"),
    # nbgrader 0.9 with SQLAlchemy 2.1
    pytest.mark.filterwarnings("ignore:Object of type"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:nbgrader"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@functools.cache
def _released(chapter):
    return released_notebook(chapter)


@functools.cache
def _source(chapter):
    return source_notebook(chapter)


def blank(chapter=CHAPTER, whole=False):
    """Return the notebook that learners get; only its exercises, unless the whole is wanted."""
    notebook = copy.deepcopy(_released(chapter))
    if not whole:
        steps = "" if chapter == "01-library" else "from earlier_steps import *\n"
        setup = nbformat.v4.new_code_cell(f"import numpy as np\n{steps}")
        notebook.cells = [setup, *(cell for cell in notebook.cells if id_of(cell))]
    return notebook


def id_of(cell):
    """Return a cell's nbgrader id, or None."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def place_of(notebook, grade_id):
    """Return the number of the cell with this id."""
    return [id_of(cell) for cell in notebook.cells].index(grade_id)


def solved(chapter=CHAPTER, whole=False, **answers):
    """Return the notebook with every function right, but for those that are given."""
    sources = {id_of(cell): cell.source for cell in _source(chapter).cells}
    notebook = blank(chapter, whole)
    for cell in notebook.cells:
        name = id_of(cell)
        if name and cell.cell_type == "code":
            cell.source = answers.get(name, sources[name])
        elif name:
            cell.source = "Because the largest score is subtracted."
    return notebook


def only_cells(*sources):
    """Return a notebook of code cells and nothing else."""
    cells = [nbformat.v4.new_code_cell(source, id=f"c{i}") for i, source in enumerate(sources)]
    return nbformat.v4.new_notebook(cells=cells)


def write(notebook, path):
    """Write a notebook as it is, right or not; return its path."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path


@functools.cache
def _course():
    root = Path(tempfile.mkdtemp(prefix="course-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    shutil.copy(COURSE / "nbgrader_config.py", root)
    release(root, [CHAPTER])
    return root


def new_course(root):
    """Make a course folder with one released assignment and no submissions."""
    shutil.copytree(_course(), root, dirs_exist_ok=True)
    return Path(root)


def hand_in(root, student, notebook, name=f"{CHAPTER}.ipynb"):
    """Put a notebook, or any bytes, into the folder of submissions."""
    path = Path(root) / "submitted" / student / CHAPTER / name
    if isinstance(notebook, bytes):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(notebook)
        return path
    return write(notebook, path)


def marks(root, chapter=CHAPTER, url=None):
    """Return everything that the gradebook says of an assignment, by learner."""
    found = {}
    with Gradebook(url or f"sqlite:///{root}/gradebook.db", "attention") as gradebook:
        for submission in gradebook.assignment_submissions(chapter):
            notebook = submission.notebooks[0]
            found[submission.student.id] = {
                "grades": {
                    grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                    for grade in notebook.grades
                },
                "comments": {one.name: one.auto_comment for one in notebook.comments},
                "late": notebook.late_submission_penalty,
                "timestamp": submission.timestamp,
                "score": notebook.score,
            }
    return found


def graded_copy(root, student, chapter=CHAPTER):
    """Return a learner's graded notebook."""
    return nbformat.read(
        Path(root) / "autograded" / student / chapter / f"{chapter}.ipynb", as_version=4
    )
