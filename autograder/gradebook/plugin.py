"""The course's part of nbgrader: how a submission is read, marked and shown.

`configure` is called by ``nbgrader_config.py``. It puts the judge in the place of nbgrader's
Execute, so that ``nbgrader autograde``, the formgrader and `NbGraderAPI.autograde` all mark in the
sandbox. nbgrader keeps everything else: the gradebook, manual marks, late penalties, feedback,
export.

One thing cannot be configured: nbgrader drops a submission without a mark where its folder holds
no notebook of the right name or a link that leads nowhere, and copies whatever else is in the
folder. `Autograde` here does not, and takes the place of nbgrader's class of that name.
"""

import atexit
import glob
import os
import re
import shutil
import stat
import sys
import warnings
from contextlib import contextmanager
from fnmatch import fnmatch

import nbgrader.apps.api
import nbgrader.apps.autogradeapp
import nbgrader.converters
from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import from_dict
from nbgrader import preprocessors, utils
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor
from sqlalchemy.exc import SAWarning
from traitlets import Bool

from ..chapters.release import ClearSolutionsByName
from ..exercises import CHAPTERS
from ..marking import graded as notebooks
from ..marking.marker import Marker
from ..marking.pipeline import judge, prepare
from ..marking.safe_html import Allowance, clean_page, described, safe_markdown, safe_outputs
from ..sandbox import IsolationError, Sandbox
from .course import released, rubrics
from .exchange import ReleaseFeedback
from .save_cells import SaveCellsKeepingMarks
from .scores import score

TIMESTAMP = "timestamp.txt"
SECRET = "submission_secret.txt"  # nbgrader's; the address of the feedback is made from it
SETTINGS = "settings.py"
MAX_TIMESTAMP = 100
MAX_SECRET = 1_000
SHOWN = 1_000  # characters of a cell that is too long for a page
_sandbox = None


def sandbox(accept_none):
    """Return this process's sandbox, made when it is first asked for and kept to the end."""
    global _sandbox
    if _sandbox is None:
        _sandbox = Sandbox(accept_none=accept_none)
        atexit.register(_sandbox.close)
    return _sandbox


class SubmissionExporter(NotebookExporter):
    """Reads what was handed in, whatever it is; notebooks of nbgrader's own are read as ever."""

    def from_filename(self, filename, resources=None, **kw):
        """Return the notebook of a file as text, with the converter's preprocessors applied."""
        names = (resources or {}).get("nbgrader", {})
        coursedir = self.parent.coursedir
        submitted = coursedir.format_path(
            coursedir.submitted_directory, names.get("student", "."), names.get("assignment", ".")
        )
        if os.path.dirname(os.path.abspath(filename)) != os.path.abspath(submitted):
            return super().from_filename(filename, resources=resources, **kw)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            assignment = released(gradebook, names["assignment"], coursedir.root)
        return self.from_notebook_node(prepare(submitted, assignment), resources, **kw)


class Judge(NbGraderPreprocessor):
    """Marks a notebook in the sandbox; stands in the place of nbgrader's Execute."""

    accept_no_isolation = Bool(
        False, help="Whether to mark where this machine cannot shut notebooks in."
    ).tag(config=True)

    def preprocess(self, nb, resources):
        """Run the notebook's cells, judge its functions, and write both into it."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            assignment = released(gradebook, names["assignment"])
        try:
            place = sandbox(self.accept_no_isolation)
        except IsolationError as error:
            raise NbGraderException(
                f"This machine cannot shut notebooks in ({error}), so nothing is marked here. "
                "To mark all the same, set c.Judge.accept_no_isolation = True."
            ) from error
        root = self.parent.parent.coursedir.root
        marked = judge(
            nb, assignment, Marker(place, assignment.seed), rubrics(root, assignment.name)
        )
        score(nb)
        self.log.info(
            "%s: %g of %g points (isolation: %s)",
            names["student"],
            marked.points,
            marked.max_points,
            marked.isolation,
        )
        return nb, resources


class Autograde(nbgrader.converters.Autograde):
    """nbgrader's autograding of a folder of submissions, which leaves out none of them."""

    def start(self):
        """Grade what lies in the folder of submissions."""
        with self._careful_timestamps():
            super().start()

    def init_notebooks(self):
        """Expect one notebook in each folder, whatever is in it."""
        coursedir = self.coursedir
        pattern = self._format_source(coursedir.assignment_id, coursedir.student_id)
        within = re.compile(self._format_source("(?P<assignment>.*)", ".*", escape=True))
        self.assignments = {}
        for folder in sorted(filter(os.path.isdir, glob.glob(pattern))):
            match = within.match(folder)
            name = match["assignment"] if match else ""
            if name in CHAPTERS and fnmatch(name, coursedir.notebook_id):
                self.assignments[folder] = [os.path.join(folder, f"{name}.ipynb")]
        if not self.assignments:
            super().init_notebooks()

    def init_assignment(self, assignment_id, student_id):
        """Prepare the gradebook, and copy the course's own files, never the learner's."""
        ignore = self.coursedir.ignore
        self.coursedir.ignore = ["*"]
        try:
            super().init_assignment(assignment_id, student_id)
        finally:
            self.coursedir.ignore = ignore
        copy_course_files(self.coursedir, assignment_id, student_id)

    @contextmanager
    def _careful_timestamps(self):
        """Take a timestamp that cannot be read for none, and read no other file in its place."""
        read = self.coursedir.get_existing_timestamp
        self.coursedir.get_existing_timestamp = lambda folder: (
            read(folder) if timestamp_in(folder) else None
        )
        try:
            yield
        finally:
            del self.coursedir.get_existing_timestamp


def copy_course_files(coursedir, assignment, student, destination=None):
    """Put the assignment's files and what the exchange wrote beside the graded notebook."""
    source = coursedir.format_path(coursedir.source_directory, ".", assignment)
    target = destination or coursedir.format_path(
        coursedir.autograded_directory, student, assignment
    )
    files = utils.find_all_files(source, [*coursedir.ignore, "*.ipynb"])
    copies = [(path, os.path.relpath(path, source)) for path in sorted(files)]
    submitted = coursedir.format_path(coursedir.submitted_directory, student, assignment)
    if timestamp_in(submitted):
        copies.append((os.path.join(submitted, TIMESTAMP), TIMESTAMP))
    if secret_in(submitted):
        copies.append((os.path.join(submitted, SECRET), SECRET))
    for path, name in copies:
        place = os.path.join(target, name)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        if os.path.lexists(place):
            os.remove(place)
        shutil.copy(path, place)


def timestamp_in(folder):
    """Return the text of a folder's timestamp, or None where there is none that can be read."""
    text = _short_text(os.path.join(folder, TIMESTAMP), MAX_TIMESTAMP)
    try:
        utils.parse_utc(text)
    except (ValueError, OverflowError):
        return None
    return text or None


def secret_in(folder):
    """Return the secret that nbgrader's exchange wrote on submission, or None."""
    text = _short_text(os.path.join(folder, SECRET), MAX_SECRET)
    return text if text.isalnum() else None


def _short_text(path, most):
    """Return the text of a small regular file, or an empty one."""
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            return ""
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    except (OSError, ValueError):
        return ""


class SafePage(Preprocessor):
    """Takes out of a notebook what a browser would run, before a page is made of it."""

    enabled = Bool(True, help="Whether to make pages safe.").tag(config=True)

    def preprocess(self, nb, resources):
        """Go through the cells; what is too long to be shown is cut, in the page only."""
        self._allowance = Allowance()
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, cell_index):
        """Rebuild the outputs; Markdown is rendered by `safe_markdown`."""
        whole = self._allowance.covers(cell.source)
        if not whole:
            cell.source = f"{cell.source[:SHOWN]}\n... the rest of this cell is not shown here ..."
        if cell.cell_type == "code":
            outputs = safe_outputs(cell.outputs, cell.execution_count, self._allowance)
            cell.outputs = from_dict([described(output) for output in outputs])
        elif cell.cell_type == "raw" or not whole:
            cell.cell_type = "markdown"
            cell.source = f"```text\n{cell.source.replace('```', '` ` `')}\n```"
        return cell, resources


class HideRubric(Preprocessor):
    """Leaves the graders' rubric out of what learners get."""

    enabled = Bool(True, help="Whether to hide it.").tag(config=True)

    def preprocess(self, nb, resources):
        """Drop the cells that `notebooks.fill` has added for graders."""
        nb.cells = [
            cell for cell in nb.cells if cell.metadata.get(notebooks.GRADING) != notebooks.RUBRIC
        ]
        return nb, resources


def configure(config, folder=None):
    """Set nbgrader up for this course.

    Parameters
    ----------
    config : traitlets.config.Config
        What ``get_config()`` returns in ``nbgrader_config.py``. Settings made after this call win.
    folder : path-like, optional
        The course's folder, whose ``settings.py``, if there is one, has the last word.
    """
    # nbgrader calls `alembic` by its name, when it makes a gradebook.
    os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    config.CourseDirectory.course_id = "attention"
    if os.environ.get("ATTENTION_GRADEBOOK"):
        config.CourseDirectory.db_url = os.environ["ATTENTION_GRADEBOOK"]
    # As in nbgrader, but a stub names its exercise, and no kernel is started for test templates.
    config.GenerateAssignment.preprocessors = [
        preprocessors.IncludeHeaderFooter,
        preprocessors.LockCells,
        ClearSolutionsByName,
        preprocessors.ClearOutput,
        preprocessors.CheckCellMetadata,
        preprocessors.ComputeChecksums,
        SaveCellsKeepingMarks,
        preprocessors.ClearHiddenTests,
        preprocessors.ClearMarkScheme,
        preprocessors.ComputeChecksums,
        preprocessors.CheckCellMetadata,
    ]
    config.Autograde.exporter_class = SubmissionExporter
    config.Autograde.sanitize_preprocessors = [preprocessors.CheckCellMetadata]
    config.Autograde.autograde_preprocessors = [
        Judge,
        preprocessors.SaveAutoGrades,
        preprocessors.AssignLatePenalties,
        preprocessors.CheckCellMetadata,
    ]
    config.ExchangeFactory.release_feedback = ReleaseFeedback
    config.GenerateFeedback.preprocessors = [
        HideRubric,
        preprocessors.GetGrades,
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    config.HTMLExporter.preprocessors = [SafePage]
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {"markdown2html": safe_markdown, "clean_html": clean_page}
    for module in (nbgrader.converters, nbgrader.apps.api, nbgrader.apps.autogradeapp):
        module.Autograde = Autograde
    # nbgrader's own way of adding rows for a new learner: it harms nothing, and looks alarming.
    warnings.filterwarnings("ignore", category=SAWarning)
    settings = os.path.join(folder, SETTINGS) if folder is not None else ""
    if os.path.exists(settings):
        with open(settings, encoding="utf-8") as file:
            exec(compile(file.read(), settings, "exec"), {"c": config})
