"""Mark a submitted notebook: read it, run it in the sandbox, judge what its functions return.

The judge stays in this process, with the reference and the points. The sandbox only ever gets the
notebook's code and the inputs, and gives back outputs and outcomes.
"""

import os
import re
import secrets
from dataclasses import dataclass, field

import numpy as np

from ..exercises import CHAPTERS, CHECKS
from ..exercises.stubs import earlier_steps
from . import submission as submissions
from .following import FULL, Following
from .identify import chapter_in, chapter_of, is_check
from .place import Unreadable
from .questions import draw

EARLIER_STEPS = "earlier_steps.py"
FIRST = next(iter(CHAPTERS))
# What the sandbox says; other words come from the learner's code, and go no further.
_PLAIN_REASON = re.compile(r"[\w ,:.]{1,100}(?<! )")


@dataclass
class Marked:
    """A notebook's marks.

    Attributes
    ----------
    path : str
        The file.
    assignment : str or None
        Its chapter, such as "05-softmax".
    status : str
        "graded" or "unreadable".
    isolation : str
        The level that was in force.
    reason : str or None
        Why it is unreadable, in a sentence.
    notes : list of str
        Sentences about what was unusual.
    verdicts : dict
        By function, its `Verdict`.
    submission : Submission or None
        What was read.
    outputs : dict
        By cell number, the outputs of the cells that were run.
    stops : list of str
        Sentences that name what reached a limit: a cell, or a function and which limit.
    stopped : bool
        Whether anything did.
    """

    path: str
    assignment: str | None
    status: str
    isolation: str
    reason: str | None = None
    notes: list = field(default_factory=list)
    verdicts: dict = field(default_factory=dict)
    submission: object = None
    outputs: dict = field(default_factory=dict)
    stops: list = field(default_factory=list)
    stopped: bool = False

    @property
    def points(self):
        """The points of all functions together."""
        return float(sum(verdict.points for verdict in self.verdicts.values()))

    @property
    def max_points(self):
        """The most that the chapter's functions can give."""
        return float(sum(CHECKS[name].points for name in CHAPTERS.get(self.assignment, ())))

    def as_json(self):
        """Return the object that `mark --json` prints."""
        return {
            "notebook": self.path,
            "assignment": self.assignment,
            "status": self.status,
            "reason": self.reason,
            "points": self.points,
            "max_points": self.max_points,
            "isolation": self.isolation,
            "notes": self.notes,
            "functions": {
                name: {
                    "points": float(verdict.points),
                    "max_points": float(verdict.max_points),
                    "passed": bool(verdict.passed),
                    "follow_through": bool(verdict.follow_through),
                    "misconception": verdict.misconception,
                    "message": verdict.message,
                }
                for name, verdict in self.verdicts.items()
            },
        }


class Marker:
    """Marks notebooks, all with the same inputs.

    Parameters
    ----------
    sandbox : Sandbox
        Where they run.
    seed : int, optional
        What the inputs are drawn from; fresh by default.
    share : float
        How much of the marks that earlier mistakes cost follow through (see `following`).
    """

    def __init__(self, sandbox, seed=None, share=FULL):
        self.sandbox = sandbox
        self.share = share
        self.seed = secrets.randbits(64) if seed is None else seed
        self._drawn = {}

    def mark_file(self, path, assignment=None):
        """Mark one file.

        Parameters
        ----------
        path : path-like
            The file.
        assignment : str, optional
            Its chapter, if known; otherwise the notebook decides, then the file name.

        Returns
        -------
        Marked
            Whatever the file is.
        """
        path = os.fspath(path)
        try:
            read = submissions.read(path)
        except Unreadable as error:
            reason = f"The file could not be read: {error}."
            return self.unreadable(path, assignment or chapter_in(path), reason)
        chapter = assignment or chapter_of(read.cells, path)
        if chapter is None:
            return self.unreadable(path, None, "The notebook does not belong to this course.")
        return self.mark(read, chapter)

    def mark(self, read, chapter):
        """Mark a notebook that has been read.

        Parameters
        ----------
        read : Submission
            The notebook; every code cell of it is run, except those that score.
        chapter : str
            Its chapter.

        Returns
        -------
        Marked
        """
        drawn = self.drawn(chapter)
        names = CHAPTERS[chapter]
        files = {} if chapter == FIRST else {EARLIER_STEPS: earlier_steps(chapter)}
        following = Following(drawn, self.share)
        running = [
            index
            for index, cell in enumerate(read.cells)
            if cell.kind == "code" and not is_check(cell, names)
        ]
        run = self.sandbox.run(
            [read.cells[index].source for index in running],
            [(name, call) for name, _, call in drawn],
            names,
            files,
            following.trial,
            drawn.rooms,
        )
        notes = [*read.notes]
        for number, reason in run.stopped.items():
            if number < len(running):
                notes.append(
                    f"Cell {running[number] + 1} was stopped ({reason}); "
                    "the notebook was run again without it."
                )
        stops = [
            f"Cell {running[index] + 1} was stopped when its time was up."
            for index, outputs in enumerate(run.outputs)
            if any(output.get("ename") == "TimeUp" for output in outputs)
        ]
        verdicts = following.verdicts(run)
        stops += stopped_functions([name for name, *_ in drawn], run.outcomes)
        return Marked(
            read.path,
            chapter,
            "graded",
            self.sandbox.level,
            notes=notes,
            verdicts=verdicts,
            submission=read,
            outputs=dict(zip(running, run.outputs, strict=True)),
            stops=stops,
            stopped=bool(run.stopped or stops),
        )

    def drawn(self, chapter):
        """Return the requests for a chapter, drawn once."""
        if chapter not in self._drawn:
            order = list(CHAPTERS).index(chapter)
            rng = np.random.default_rng([self.seed, order])
            self._drawn[chapter] = draw(CHAPTERS[chapter], rng)
        return self._drawn[chapter]

    def unreadable(self, path, chapter, reason):
        """Return the marks of a file that is not a notebook of the course."""
        return Marked(path, chapter, "unreadable", self.sandbox.level, reason=reason)


def stopped_functions(names, outcomes):
    """Return sentences about functions that did not come to their end, and what ended them.

    Parameters
    ----------
    names : list of str
        For each call, its function.
    outcomes : list of Outcome
        For each call, what came of it.
    """
    reasons = {}
    for name, outcome in zip(names, outcomes, strict=True):
        if outcome.kind == "lost":
            told = outcome.message if _PLAIN_REASON.fullmatch(outcome.message) else "stopped"
            reasons.setdefault(name, told)
        elif outcome.kind == "raised" and outcome.error == "MemoryError":
            reasons.setdefault(name, "it ran out of memory")
    if len(set(reasons.values())) == 1 < len(reasons) == len(set(names)):
        return [f"No function finished: {next(iter(reasons.values()))}."]
    return [f"{name}: {reason}." for name, reason in reasons.items()]
