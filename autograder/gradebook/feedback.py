"""Feedback pages: those that ``nbgrader generate_feedback`` makes, by many workers.

nbgrader's own converter, with the course's configuration, makes each page. What differs is how it
is used: it is set up once in a worker rather than once in a run, and the marks come with the task
rather than over a connection to the gradebook for each page.
"""

import glob
import os
from dataclasses import dataclass

from nbgrader import utils
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import GetGrades
from traitlets.config import Config

from .ledger import replacing


@dataclass(frozen=True)
class Page:
    """One page to make.

    Attributes
    ----------
    student, name : str
        The learner and the assignment.
    path : str
        The graded copy.
    text : str
        What is in it.
    marks : dict
        "scores" (by grade id, the score and its maximum), "comments" (by grade id), "max_score"
        and "late".
    """

    student: str
    name: str
    path: str
    text: str
    marks: dict

    def packed(self):
        """Return the task as it is: nothing of it is in a file."""
        return self


class GetGivenGrades(GetGrades):
    """Puts the marks into a notebook that its task has brought along."""

    def preprocess(self, nb, resources):
        """Fill in every cell's marks and the notebook's sums."""
        names = resources["nbgrader"]
        self._marks = names.pop("marks")
        nb, resources = super(GetGrades, self).preprocess(nb, resources)
        late = self._marks["late"] or 0
        names["score"] = sum(score for score, _ in self._marks["scores"].values()) - late
        names["max_score"] = self._marks["max_score"]
        names["late_penalty"] = late
        return nb, resources

    def _get_comment(self, cell, resources):
        data = cell.metadata["nbgrader"]
        data["comment"] = self._marks["comments"][data["grade_id"]]

    def _get_score(self, cell, resources):
        data = cell.metadata["nbgrader"]
        data["score"], data["points"] = self._marks["scores"][data["grade_id"]]


@dataclass(frozen=True)
class Printer:
    """Makes the function that makes pages; one is made in each worker.

    Attributes
    ----------
    config : traitlets.config.Config
        nbgrader's configuration.
    """

    config: Config

    def __call__(self):
        """Set nbgrader's converter up; return the function from `Page` to its HTML."""
        return Printing(self.config)


class Printing:
    """Makes one page after the other; this runs in a worker."""

    def __init__(self, config):
        coursedir = CourseDirectory(config=config)
        self._converter = GenerateFeedback(coursedir=coursedir, config=config)
        config = self._converter.config
        self._exporter = self._converter.exporter_class(parent=self._converter, config=config)
        for preprocessor in self._converter.preprocessors:
            given = GetGivenGrades if preprocessor is GetGrades else preprocessor
            self._exporter.register_preprocessor(given)

    def close(self):
        """Do nothing: nothing is held."""

    def __call__(self, page: Page) -> str:
        """Return a page's HTML."""
        # nbgrader reads them from the path, which fails if a name contains a line break.
        names = {"student": page.student, "assignment": page.name, "notebook": page.name}
        resources = {
            "unique_key": page.name,
            "output_files_dir": f"{page.name}_files",
            "nbgrader": {**names, "db_url": self._converter.coursedir.db_url, "marks": page.marks},
            "metadata": {"name": page.name, "path": os.path.dirname(page.path)},
        }
        return self._exporter.from_text(page.text, resources)[0]


def write_pages(course, assignments, engine, *, students=(), tell=None):
    """Write the feedback page of everyone who has a graded copy, with their current marks.

    Parameters
    ----------
    course : Course
        The course.
    assignments : list of str
        The assignments' names.
    engine : callable
        From a `Printer` to a context with a ``map`` like `Pool`'s.
    students : iterable of str
        Only these learners.
    tell : callable, optional
        Called after each page with (`Page`, its HTML or an exception, done, total).

    Returns
    -------
    dict
        By assignment and learner, why there is no page.
    """
    failed = {}
    with course.locked():
        with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
            found = [
                (path, student, name, marks)
                for name in dict.fromkeys(assignments)
                for student, marks in marks_given(gradebook, name).items()
                if not students or student in students
                for path in glob.glob(glob.escape(_graded_copy(course.coursedir, student, name)))
            ]
        if not found:
            return failed
        with engine(Printer(course.config)) as pool:
            pages = (_page(*one) for one in found)
            for done, (page, result) in enumerate(pool.map(pages), 1):
                try:
                    if isinstance(result, Exception):
                        raise result
                    _place(course.coursedir, page, result)
                except Exception as error:
                    result = error
                    failed[page.name, page.student] = f"{type(error).__name__}: {error}"
                if tell:
                    tell(page, result, done, len(found))
    return failed


def marks_given(gradebook, assignment):
    """Return all marks of an assignment, by learner, as `Page` has them.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
        Open.
    assignment : str
        Its name, and its notebook's.
    """
    notebook = gradebook.find_notebook(assignment, assignment)
    submitted = (
        gradebook.db.query(
            SubmittedNotebook.id, SubmittedNotebook.late_submission_penalty, Student.id
        )
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .filter(SubmittedNotebook.notebook_id == notebook.id)
    )
    marks, by_student = {}, {}
    for number, late, student in submitted:
        marks[number] = by_student[student] = {
            "scores": {},
            "comments": {},
            "max_score": notebook.max_score,
            "late": late,
        }
    cells = gradebook.db.query(BaseCell).filter(BaseCell.notebook_id == notebook.id)
    largest = {cell.id: (cell.name, getattr(cell, "max_score", None)) for cell in cells}
    grades = gradebook.db.query(Grade.notebook_id, Grade.cell_id, Grade.score)
    for number, cell, score in grades.filter(Grade.cell_id.in_(largest)):
        name, most = largest[cell]
        marks[number]["scores"][name] = (score, most)
    comments = gradebook.db.query(Comment.notebook_id, Comment.cell_id, Comment.comment)
    for number, cell, comment in comments.filter(Comment.cell_id.in_(largest)):
        marks[number]["comments"][largest[cell][0]] = comment
    return by_student


def _graded_copy(coursedir, student, assignment):
    folder = coursedir.format_path(coursedir.autograded_directory, student, assignment)
    return os.path.join(folder, f"{assignment}.ipynb")


def _page(path, student, name, marks):
    with open(path, encoding="utf-8") as file:
        return Page(student, name, path, file.read(), marks)


def _place(coursedir, page, content):
    """Put a page, and what is beside the graded copy, into the folder of feedback."""
    graded = os.path.dirname(page.path)
    target = coursedir.format_path(coursedir.feedback_directory, page.student, page.name)
    with replacing(target, 0o664 if coursedir.groupshared else 0o644) as building:
        for path in utils.find_all_files(graded, [*coursedir.ignore, "*.ipynb"]):
            place = os.path.join(building, os.path.relpath(path, graded))
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(path, "rb") as source, open(place, "wb") as copy:
                copy.write(source.read())
        with open(os.path.join(building, f"{page.name}.html"), "w", encoding="utf-8") as file:
            file.write(content)
