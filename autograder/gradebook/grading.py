"""Grade a class: many workers mark, one writer keeps the gradebook.

A submission is done when its graded copy says that it was made from what lies in the folder of
submissions now. So a run that was stopped goes on where it was, and a changed submission is marked
again.
"""

import difflib
import fcntl
import glob
import json
import os
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import nbformat
from nbgrader import utils
from nbgrader.coursedir import CourseDirectory

from ..chapters.release import course_config
from ..errors import CourseError
from ..marking import graded as notebooks
from ..marking.assignment import Assignment
from ..marking.marker import Marker
from ..marking.pipeline import mark, prepare
from ..marking.place import Folder
from ..sandbox import Sandbox
from .course import released, rubrics, submissions
from .ledger import Ledger
from .scores import score
from .strays import strays

LOOKALIKES = 3


class NoSubmission(CourseError):
    """A learner asked for has handed in nothing; the text suggests similar names."""


@dataclass(frozen=True)
class Task:
    """One submission to mark.

    Attributes
    ----------
    student : str
        The learner.
    assignment : Assignment
        What was released.
    looked_for : dict of str
        The rubrics, by grade id.
    folder : Folder or None
        Where the submission lies.
    prepared : str
        Instead of the folder, the notebook that was in it, for a machine that does not see it.
    """

    student: str
    assignment: Assignment
    looked_for: dict
    folder: Folder | None = None
    prepared: str = ""

    @property
    def name(self):
        """The assignment's name."""
        return self.assignment.name

    def packed(self):
        """Return the task with the notebook in it."""
        notebook = prepare(self.folder, self.assignment)
        return replace(self, folder=None, prepared=json.dumps(notebook))


@dataclass
class Graded:
    """What a worker makes of a submission.

    Attributes
    ----------
    text : str
        The graded copy, as a notebook's text.
    points, max_points : float
        Of the cells that are scored automatically.
    scores : dict
        By grade id, the score, or None if a person has to mark.
    answered : dict of bool
        By grade id, whether a cell for answers was changed.
    sentence : str
        What was unusual, in a sentence, or nothing.
    readable : bool
        Whether there was a notebook.
    stopped : bool
        Whether something had to be stopped.
    seconds : float
        How long it took.
    isolation : str
        The level that was in force.
    """

    text: str
    points: float
    max_points: float
    scores: dict
    answered: dict
    sentence: str
    readable: bool
    stopped: bool
    seconds: float
    isolation: str


@dataclass
class Summary:
    """What a run has done.

    Attributes
    ----------
    graded, unreadable, stopped : int
        Submissions that were marked; those of them without a notebook; those that were stopped.
    unchanged : int
        Submissions that had been graded before.
    penalties : int
        Those of them whose late penalty has changed, with the marks that a person gave since.
    failed : dict of str
        By assignment and learner, why the grader itself could not mark: these are tried again by
        the next run.
    seconds : float
        How long it took.
    isolation : str
        The level that was in force.
    """

    graded: int = 0
    unreadable: int = 0
    stopped: int = 0
    unchanged: int = 0
    penalties: int = 0
    failed: dict = field(default_factory=dict)
    seconds: float = 0.0
    isolation: str = ""


@dataclass(frozen=True)
class Workplace:
    """Makes the function that marks; one is made in each worker.

    Parameters
    ----------
    accept_none : bool
        Whether to go on without isolation.
    """

    accept_none: bool = False

    def __call__(self, sandbox=None):
        """Start a sandbox if none is given; return the function from `Task` to `Graded`."""
        return Marking(sandbox or Sandbox(accept_none=self.accept_none))


class Marking:
    """Marks one submission after the other; this runs in a worker.

    Parameters
    ----------
    sandbox : Sandbox
        Where they run.
    """

    def __init__(self, sandbox):
        self._sandbox = sandbox
        self._markers = {}

    def close(self):
        """End the sandbox."""
        self._sandbox.close()

    def __call__(self, task: Task) -> Graded:
        """Mark one submission."""
        start = time.monotonic()
        assignment = task.assignment
        if task.prepared:
            notebook = nbformat.from_dict(json.loads(task.prepared))
        else:
            notebook = prepare(task.folder, assignment)
        marked = mark(notebook, assignment, self._marker(assignment), task.looked_for)
        scores, answered = score(notebook), {}
        for cell in notebook.cells:
            data = cell.metadata.get("nbgrader", {})
            if data.get("solution"):
                same = data.get("checksum") == utils.compute_checksum(cell)
                answered[data["grade_id"]] = not same
        points = [scores[cell.grade_id] for cell in assignment.cells if cell.check]
        return Graded(
            text=nbformat.v4.writes(notebook) + "\n",
            points=float(sum(points)),
            max_points=float(assignment.points),
            scores=scores,
            answered=answered,
            sentence=" ".join([marked.reason or "", *marked.notes, *marked.stops]).strip(),
            readable=marked.status == "graded",
            stopped=marked.stopped,
            seconds=time.monotonic() - start,
            isolation=marked.isolation,
        )

    def _marker(self, assignment):
        """Return the marker whose inputs are drawn from the assignment's seed."""
        key = assignment.name, assignment.seed, assignment.share
        if key not in self._markers:
            self._markers[key] = Marker(self._sandbox, assignment.seed, assignment.share)
        return self._markers[key]


class Course:
    """nbgrader's course folder.

    Parameters
    ----------
    root : path-like
        Where ``nbgrader_config.py`` lies.
    """

    def __init__(self, root):
        self.config = course_config(root)
        self.coursedir = CourseDirectory(config=self.config)

    def submissions(self, assignment):
        """Return the learners' folders for an assignment, by learner."""
        return submissions(self.coursedir, assignment)

    def warnings(self, assignments):
        """Return sentences about what is missing or misplaced.

        Parameters
        ----------
        assignments : iterable of str
            Their names.
        """
        found = []
        for name in assignments:
            for step in (self.coursedir.source_directory, self.coursedir.release_directory):
                path = self.coursedir.format_path(step, ".", name)
                if not os.path.isfile(os.path.join(path, f"{name}.ipynb")):
                    lost = ": no rubric is shown" if step == self.coursedir.source_directory else ""
                    found.append(f"{step}/{name}/ has no notebook{lost}; `make release` makes it.")
        if self.coursedir.directory_structure == CourseDirectory.directory_structure.default_value:
            place = os.path.join(self.coursedir.root, self.coursedir.submitted_directory)
            found += strays(place, assignments)
        return found

    def is_done(self, assignment, student, folder, recorded):
        """Whether a submission's marks are those of what is there now, by the present checks.

        Parameters
        ----------
        assignment : Assignment
            What was released.
        student, folder : str
            The learner, and where the submission lies.
        recorded : dict or None
            The gradebook's scores by grade id: a gradebook that was lost, or put back from an
            older copy, has others than the graded copy.
        """
        step = self.coursedir.autograded_directory
        path = self.coursedir.format_path(step, student, assignment.name)
        try:
            with open(os.path.join(path, f"{assignment.name}.ipynb"), encoding="utf-8") as file:
                grading = json.load(file)["metadata"][notebooks.GRADING]
            seen = f"{folder.fingerprint()} {assignment.version}"
            made_from_this = grading["fingerprint"] == seen and "isolation" in grading
            return made_from_this and grading["scores"] == recorded
        except (OSError, ValueError, KeyError, TypeError):
            return False

    @contextmanager
    def locked(self):
        """Keep a second grader out.

        Raises
        ------
        BlockingIOError
            If one is at work.
        CourseError
            If this user may not write in the course folder.
        """
        path = os.path.join(self.coursedir.root, "gradebook.db.lock")
        try:
            lock = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o664)
        except OSError as error:
            raise CourseError(
                f"{path} cannot be written ({error.strerror}), so this course cannot be graded by "
                "you: let the graders share a group that may write in the course folder."
            ) from error
        try:
            # Of the two kinds of lock this is the one that workers do not inherit and keep.
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            os.close(lock)

    def sweep(self, assignment):
        """Remove what a killed grader has left half built."""
        for step in (self.coursedir.autograded_directory, self.coursedir.feedback_directory):
            pattern = self.coursedir.format_path(step, "*", f".{glob.escape(assignment)}.*")
            for path in glob.glob(pattern):
                shutil.rmtree(path, ignore_errors=True)


def grade(course, assignments, engine, *, students=(), force=False, accept_none=False, tell=None):
    """Grade a class.

    Parameters
    ----------
    course : Course
        The course.
    assignments : list of str
        The assignments' names.
    engine : callable
        From a `Workplace` to a context with a ``map`` like `Pool`'s.
    students : iterable of str
        Only these learners.
    force : bool
        Whether to mark again what is unchanged; marks given by a person stay.
    accept_none : bool
        Whether to go on without isolation.
    tell : callable, optional
        Called after each submission with (`Task`, `Graded` or exception, done, total).

    Returns
    -------
    Summary

    Raises
    ------
    NoAssignment, NoSubmission, IsolationError, BlockingIOError
        Before anything is marked.
    """
    start = time.monotonic()
    summary = Summary()
    with course.locked():
        ledger = Ledger(course.coursedir, course.config)
        try:
            todo = _todo(course, ledger, assignments, students, force, summary)
            if todo:
                with engine(Workplace(accept_none)) as pool:
                    for done, (task, result) in enumerate(pool.map(todo), 1):
                        result = _record(ledger, task, result, summary)
                        if tell:
                            tell(task, result, done, len(todo))
        finally:
            ledger.close()
            summary.seconds = time.monotonic() - start
    return summary


def _todo(course, ledger, assignments, students, force, summary):
    """Return the tasks; count what is done already, and bring its late penalties up to date."""
    share = course.config.Judge.get("follow_through", "full")
    official = [
        released(ledger.gradebook, name, course.coursedir.root, share)
        for name in dict.fromkeys(assignments)
    ]
    handed_in = {one.name: course.submissions(one.name) for one in official}
    _know(students, set().union(*handed_in.values()), [one.name for one in official])
    todo = []
    for assignment in official:
        course.sweep(assignment.name)
        looked_for, done = rubrics(course.coursedir.root, assignment.name), set()
        recorded = ledger.scores(assignment.name)
        for student, folder in handed_in[assignment.name].items():
            if students and student not in students:
                continue
            if force or not course.is_done(assignment, student, folder, recorded.get(student)):
                todo.append(Task(student, assignment, looked_for, folder))
            else:
                done.add(student)
        summary.unchanged += len(done)
        summary.penalties += ledger.renew_penalties(assignment.name, done)
    return todo


def _know(students, learners, assignments):
    """Refuse learners who have handed in nothing, and suggest learners with similar names."""
    lower = {learner.lower(): learner for learner in sorted(learners)}
    told = []
    for student in students:
        if student not in learners:
            near = difflib.get_close_matches(student.lower(), lower, LOOKALIKES, 0.5)
            names = [lower[one] for one in near] or sorted(learners)[:LOOKALIKES]
            told.append(f"{student} has handed in nothing for {' or '.join(assignments)}.")
            if near:
                told[-1] += f" Did you mean {' or '.join(names)}?"
            elif names:
                told[-1] += f" There are submissions from {', '.join(names)}."
    if told:
        raise NoSubmission("\n".join(told))


def _record(ledger, task, result, summary):
    """Write a result down and count it; return it, or what went wrong."""
    if not isinstance(result, Exception):
        try:
            ledger.record(task.name, task.student, result)
        except Exception as error:
            ledger.gradebook.db.rollback()
            result = error
    if isinstance(result, Exception):
        summary.failed[task.name, task.student] = f"{type(result).__name__}: {result}"
        return result
    summary.graded += 1
    summary.unreadable += not result.readable
    summary.stopped += result.stopped
    summary.isolation = result.isolation
    return result
