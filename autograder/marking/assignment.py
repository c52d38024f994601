"""An assignment as it was released."""

import hashlib
from dataclasses import dataclass

from ..provenance import VERDICTS, loaded
from .submission import Cell


def digest_of(text):
    """Return a short digest of a text's words, whatever lies between them."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True)
class OfficialCell:
    """A cell of the released notebook.

    Attributes
    ----------
    grade_id, kind, source : str
        Its id, its type and its text.
    grade, solution, locked : bool
        nbgrader's roles.
    points : float
        What it is worth, or 0.
    checksum : str or None
        nbgrader's checksum of it.
    """

    grade_id: str
    kind: str
    source: str
    grade: bool
    solution: bool
    locked: bool
    points: float
    checksum: str | None

    @property
    def check(self):
        """Whether the judge fills it in."""
        return self.grade and not self.solution

    @property
    def manual(self):
        """Whether a person marks it."""
        return self.grade and self.solution

    def metadata(self):
        """Return nbgrader's metadata for the cell."""
        data = {
            "grade_id": self.grade_id,
            "grade": self.grade,
            "solution": self.solution,
            "locked": self.locked,
            "task": False,
            "schema_version": 3,
            "cell_type": self.kind,
            "checksum": self.checksum,
        }
        if self.grade:
            data["points"] = self.points
        return data

    def as_cell(self):
        """Return the released cell as a submitted one."""
        return Cell(self.kind, self.source, self.grade_id, self.check)


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
    texts : frozenset of str
        Digests (`digest_of`) of the chapter's own text cells, which no learner wrote.
    share : float
        How much of the marks that an earlier mistake costs follow through (see `following`).
    """

    name: str
    seed: int
    cells: tuple
    texts: frozenset = frozenset()
    share: float = 1.0

    @property
    def points(self):
        """The points of the cells that are scored automatically."""
        return sum(cell.points for cell in self.cells if cell.check)

    @property
    def version(self):
        """A text that changes with whatever decides marks: cells, points, share and checks."""
        return hashlib.sha256(f"{self.cells} {self.share} {loaded(VERDICTS)}".encode()).hexdigest()
