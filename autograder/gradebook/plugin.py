"""The course's part of nbgrader: how a submission is read, marked and shown.

`configure` is called by ``nbgrader_config.py``. It puts the judge in the place of nbgrader's
Execute, so that ``nbgrader autograde``, the formgrader and `NbGraderAPI.autograde` all mark in the
sandbox. nbgrader keeps everything else: the gradebook, manual marks, late penalties, feedback,
export.

One thing cannot be configured: nbgrader drops a submission without a mark if its folder holds
no notebook of the right name or a link that leads nowhere, and copies whatever else is in the
folder. `Autograde` here does not, and takes the place of nbgrader's class of that name.
"""

import atexit
import os
import re
import shutil
import sys
import warnings
from contextlib import contextmanager
from fnmatch import fnmatchcase

import nbgrader.apps.api
import nbgrader.apps.autogradeapp
import nbgrader.converters
from nbconvert.exporters import NotebookExporter
from nbgrader import preprocessors, utils
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.server_extensions.formgrader import formgrader
from sqlalchemy.exc import SAWarning
from traitlets import Bool, Enum

from ..chapters.release import ClearSolutionsByName
from ..exercises import CHAPTERS
from ..marking.marker import Marker
from ..marking.pipeline import mark, prepare
from ..marking.place import Folder, Unreadable
from ..sandbox import IsolationError, Sandbox
from .course import released, rubrics, submission, submissions
from .exchange import ReleaseFeedback
from .exporting import PlainCsv
from .pages import FILTERS, HideRubric, PageExporter, SafePage
from .save_cells import SaveCellsKeepingMarks
from .scores import score

TIMESTAMP = "timestamp.txt"
SECRET = "submission_secret.txt"  # nbgrader's; the address of the feedback is made from it
SETTINGS = "settings.py"
MAX_TIMESTAMP = 100  # bytes
MAX_SECRET = 1_000
NOWHERE = ".nothing"  # no folder has it
_PATH = re.compile(r"(^|\s)/|\.\.")
_sandbox = None


def sandbox(accept_none):
    """Return this process's sandbox, made when it is first asked for and kept to the end."""
    global _sandbox
    if _sandbox is None:
        _sandbox = Sandbox(accept_none=accept_none)
        atexit.register(_sandbox.close)
    return _sandbox


class SubmissionExporter(NotebookExporter):
    """Reads what was handed in, whatever it is; nbgrader's own notebooks are read as usual."""

    def from_filename(self, filename, resources=None, **kw):
        """Return the notebook of a file as text, with the converter's preprocessors applied."""
        names = (resources or {}).get("nbgrader", {})
        coursedir = self.parent.coursedir
        handed_in = submission(coursedir, names.get("assignment", "."), names.get("student", "."))
        if os.path.dirname(os.path.abspath(filename)) != os.path.abspath(handed_in):
            return super().from_filename(filename, resources=resources, **kw)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            share = self.parent.config.Judge.get("follow_through", "full")
            assignment = released(gradebook, names["assignment"], coursedir.root, share)
        return self.from_notebook_node(prepare(handed_in, assignment), resources, **kw)


class Judge(NbGraderPreprocessor):
    """Marks a notebook in the sandbox; stands in the place of nbgrader's Execute."""

    accept_no_isolation = Bool(
        False, help="Whether to mark even if this machine cannot isolate notebooks."
    ).tag(config=True)
    follow_through = Enum(
        ("full", "half", "none"),
        "full",
        help="How much of the marks that a mistake in an earlier function costs follow through.",
    ).tag(config=True)

    def preprocess(self, nb, resources):
        """Run the notebook's cells, judge its functions, and write both into it."""
        names = resources["nbgrader"]
        root = self.parent.parent.coursedir.root
        with Gradebook(names["db_url"]) as gradebook:
            assignment = released(gradebook, names["assignment"], root, self.follow_through)
        try:
            place = sandbox(self.accept_no_isolation)
        except IsolationError as error:
            raise NbGraderException(
                f"This machine cannot isolate notebooks ({error}), so nothing is marked here. "
                "To mark all the same, set c.Judge.accept_no_isolation = True."
            ) from error
        marker = Marker(place, assignment.seed, assignment.share)
        marked = mark(nb, assignment, marker, rubrics(root, assignment.name))
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
    """nbgrader's autograding of a folder of submissions, without leaving any out."""

    def start(self):
        """Grade what lies in the folder of submissions."""
        with self._careful_timestamps():
            super().start()

    def init_notebooks(self):
        """Expect one notebook in each folder, whatever is in it, and whether it is a folder."""
        coursedir = self.coursedir
        self.assignments = {}
        for name in CHAPTERS:
            if not (_fits(name, coursedir.assignment_id) and _fits(name, coursedir.notebook_id)):
                continue
            for student in submissions(coursedir, name):
                if _fits(student, coursedir.student_id):
                    folder = self._format_source(name, student)
                    self.assignments[folder] = [os.path.join(folder, f"{name}.ipynb")]
        if not self.assignments:
            super().init_notebooks()

    def init_assignment(self, assignment_id, student_id):
        """Prepare the gradebook, and copy the course's own files, never the learner's."""
        self._looks_away = True
        try:
            super().init_assignment(assignment_id, student_id)
        finally:
            self._looks_away = False
        copy_course_files(self.coursedir, assignment_id, student_id)

    _looks_away = False

    def _format_source(self, assignment_id, student_id, escape=False):
        """Return where nbgrader finds a submission, and nowhere while it would copy what is in."""
        path = super()._format_source(assignment_id, student_id, escape)
        return os.path.join(path, NOWHERE) if self._looks_away else path

    @contextmanager
    def _careful_timestamps(self):
        """Take a timestamp that cannot be read for none, and read no other file in its place."""
        read, coursedir = self.coursedir.get_existing_timestamp, self.coursedir

        def look(folder):
            folder = folder.removesuffix(os.sep + NOWHERE)
            inside = _submitted_at(coursedir, folder)
            text = timestamp_in(inside or folder)
            if text and inside:
                return utils.parse_utc(text)
            return read(folder) if text else None

        coursedir.get_existing_timestamp = look
        try:
            yield
        finally:
            del coursedir.get_existing_timestamp


def _fits(name, pattern):
    return name == pattern or fnmatchcase(name, pattern)


def _submitted_at(coursedir, path):
    """Return the `Folder` of a submission with this path, or None if the path is of none."""
    pattern = coursedir.format_path(
        coursedir.submitted_directory, "(?P<student>.*)", "(?P<assignment>.*)", escape=True
    )
    match = re.fullmatch(pattern, path)
    return submission(coursedir, match["assignment"], match["student"]) if match else None


def copy_course_files(coursedir, assignment, student, destination=None):
    """Put the assignment's files and what the exchange wrote beside the graded notebook."""
    source = coursedir.format_path(coursedir.source_directory, ".", assignment)
    target = destination or coursedir.format_path(
        coursedir.autograded_directory, student, assignment
    )
    for path in sorted(utils.find_all_files(source, [*coursedir.ignore, "*.ipynb"])):
        shutil.copy(path, _emptied(target, os.path.relpath(path, source)))
    folder = submission(coursedir, assignment, student)
    for name, text in ((TIMESTAMP, timestamp_in(folder)), (SECRET, secret_in(folder))):
        if text:
            with open(_emptied(target, name), "w", encoding="utf-8") as file:
                file.write(text)


def _emptied(folder, name):
    """Return the path of a file to be written, with nothing in its place."""
    place = os.path.join(folder, name)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    if os.path.lexists(place):
        os.remove(place)
    return place


def timestamp_in(folder):
    """Return the text of a folder's timestamp, or None if there is none that can be read."""
    text = _short_text(folder, TIMESTAMP, MAX_TIMESTAMP)
    if _PATH.search(text):  # a time zone's name may be one, and would be opened
        return None
    try:
        utils.parse_utc(text)
    except Exception:  # dateutil raises much on texts that are none of its own
        return None
    return text or None


def secret_in(folder):
    """Return the secret that nbgrader's exchange wrote on submission, or None."""
    text = _short_text(folder, SECRET, MAX_SECRET)
    return text if text.isalnum() else None


def _short_text(folder, name, most):
    """Return the text of a small regular file, or an empty one."""
    try:
        content, _ = Folder.at(folder).read(name, most)
        return content.decode("utf-8").strip()
    except (Unreadable, UnicodeDecodeError):
        return ""


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
    config.GenerateFeedback.exporter_class = PageExporter
    config.HTMLExporter.preprocessors = [SafePage]
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {**FILTERS}
    config.ExportApp.plugin_class = PlainCsv
    for module in (nbgrader.converters, nbgrader.apps.api, nbgrader.apps.autogradeapp):
        module.Autograde = Autograde
    formgrader.HTMLExporter = PageExporter
    # nbgrader's own way of adding rows for a new learner: harmless, but it looks alarming.
    warnings.filterwarnings("ignore", category=SAWarning)
    settings = os.path.join(folder, SETTINGS) if folder is not None else ""
    if os.path.exists(settings):
        with open(settings, encoding="utf-8") as file:
            exec(compile(file.read(), settings, "exec"), {"c": config})
