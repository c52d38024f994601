"""The one writer of marks: nbgrader's gradebook, and the graded copies of notebooks.

It writes what nbgrader's SaveAutoGrades and AssignLatePenalties would write, in one transaction per
submission and over one connection. The transaction comes first and the graded copy takes its
place in one step after it, so that a grader killed at any moment finds the submission either done
or still to do.
"""

import os
import shutil
import uuid
from contextlib import contextmanager, suppress

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import text

from .course import submission as handed_in
from .plugin import copy_course_files, timestamp_in


class Ledger:
    """An open gradebook with the folder of graded notebooks beside it.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
        The course.
    config : traitlets.config.Config
        nbgrader's configuration, for the late penalties.
    """

    def __init__(self, coursedir, config):
        self.coursedir = coursedir
        self.gradebook = Gradebook(coursedir.db_url, coursedir.course_id)
        self._late = AssignLatePenalties(config=config)
        self._late.init_plugin()
        if self.gradebook.engine.dialect.name == "sqlite":
            # One file that a plain copy takes whole, also on a network's disk; a write-ahead log
            # would keep the newest marks in a second file.
            self.gradebook.db.execute(text("PRAGMA journal_mode=DELETE"))
            self.gradebook.db.commit()

    def close(self):
        """Close the gradebook."""
        self.gradebook.close()

    def record(self, assignment, student, graded):
        """Write a submission's marks and its graded copy.

        Parameters
        ----------
        assignment : str
            Its name.
        student : str
            The learner.
        graded : Graded
            What a worker made of the submission.
        """
        self._record_marks(assignment, student, graded)
        self._place_copy(assignment, student, graded.text)

    def _record_marks(self, assignment, student, graded):
        session = self.gradebook.db
        timestamp = timestamp_in(handed_in(self.coursedir, assignment, student))
        keywords = {"timestamp": timestamp} if timestamp else {}
        with session.no_autoflush:  # nbgrader puts rows together before they belong to the session
            self._find_student(student)
            submission = self.gradebook.update_or_create_submission(assignment, student, **keywords)
        notebook = next(one for one in submission.notebooks if one.name == assignment)
        self._score(notebook, graded)
        if submission.total_seconds_late > 0:
            session.flush()
            session.refresh(notebook)
        notebook.late_submission_penalty = self._penalty(student, submission, notebook)
        session.commit()

    def scores(self, assignment):
        """Return the automatic scores that the gradebook holds, by learner and grade id."""
        found = {}
        rows = (
            self.gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade.auto_score)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, Grade.cell_id == BaseCell.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .filter(Assignment.name == assignment)
        )
        for student, name, given in rows:
            found.setdefault(student, {})[name] = given
        return found

    def renew_penalties(self, assignment, students):
        """Recompute late penalties, for marks, deadlines and extensions given since.

        Parameters
        ----------
        assignment : str
            Its name.
        students : set of str
            Only these.

        Returns
        -------
        int
            How many have changed.
        """
        session, changed = self.gradebook.db, 0
        found = (
            session.query(SubmittedNotebook, SubmittedAssignment, SubmittedAssignment.student_id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .filter(Assignment.name == assignment, SubmittedAssignment.timestamp.isnot(None))
        )
        for notebook, submission, student in found if students else ():
            if student in students:
                penalty = self._penalty(student, submission, notebook)
                changed += penalty != notebook.late_submission_penalty
                notebook.late_submission_penalty = penalty
        session.commit()
        return changed

    def _penalty(self, student, submission, notebook):
        """Return the points that nbgrader's plug-in takes off, or None."""
        if submission.total_seconds_late <= 0:
            return None
        penalty = self._late.plugin_inst.late_submission_penalty(
            student, notebook.score, submission.total_seconds_late
        )
        return None if penalty is None else self._late._check_late_penalty(notebook, penalty)

    def _find_student(self, student):
        try:
            self.gradebook.find_student(student)
        except MissingEntry:
            self.gradebook.add_student(student)

    def _score(self, notebook: SubmittedNotebook, graded):
        session = self.gradebook.db
        grades = session.query(Grade, BaseCell.name).join(BaseCell, Grade.cell_id == BaseCell.id)
        for grade, name in grades.filter(Grade.notebook_id == notebook.id):
            if name in graded.scores:
                grade.auto_score = graded.scores[name]
                grade.needs_manual_grade = (
                    grade.manual_score is not None or grade.auto_score is None
                )
        comments = session.query(Comment, BaseCell.name).join(
            BaseCell, Comment.cell_id == BaseCell.id
        )
        for comment, name in comments.filter(Comment.notebook_id == notebook.id):
            if name in graded.answered:
                comment.auto_comment = None if graded.answered[name] else "No response."

    def _place_copy(self, assignment, student, content):
        target = self.coursedir.format_path(
            self.coursedir.autograded_directory, student, assignment
        )
        with replacing(target, 0o444) as building:
            with open(os.path.join(building, f"{assignment}.ipynb"), "w", encoding="utf-8") as file:
                file.write(content)
            copy_course_files(self.coursedir, assignment, student, building)


@contextmanager
def replacing(target, permissions):
    """Build a folder beside its place, and put it there in one step once it is complete.

    Parameters
    ----------
    target : str
        Its place; what is there now goes.
    permissions : int
        Of all files in it.

    Yields
    ------
    str
        Where to build it.
    """
    parent, name = os.path.split(target)
    building = os.path.join(parent, f".{name}.{uuid.uuid4().hex}")
    os.makedirs(building)
    old = f"{building}.old"
    try:
        yield building
        for directory, _, files in os.walk(building):
            for one in files:
                os.chmod(os.path.join(directory, one), permissions)
        with suppress(FileNotFoundError):
            os.rename(target, old)
        os.rename(building, target)
    finally:
        shutil.rmtree(building, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
