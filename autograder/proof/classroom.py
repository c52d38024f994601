"""A class to attack: four honest learners in a course of its own, and those who attack.

The honest ones hand in what honest learners do: right and wrong answers, none at all, a picture, a
pool of threads, a second of computing. In each one's written answer stands a word of its own, which
should be read on no other page.
"""

import contextlib
import os
import secrets
import shutil
import sqlite3
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from ..chapters.release import release
from ..paths import COURSE
from .hostile import Attack, hand_in
from .watching import CHAPTER

DUE = "2026-03-01 12:00:00.000000"
IN_TIME = "2026-02-28 12:00:00 UTC"
_LATE = '\nc.AssignLatePenalties.plugin_class = "autograder.gradebook.late.TenPercentADay"\n'
_MARKS = """
SELECT s.student_id, SUM(g.auto_score) - COALESCE(n.late_submission_penalty, 0)
FROM grade g
JOIN submitted_notebook n ON g.notebook_id = n.id
JOIN submitted_assignment s ON n.assignment_id = s.id
GROUP BY n.id
"""
_POOL = """\
from concurrent.futures import ThreadPoolExecutor
import time

def doubled(number):
    time.sleep(0.05)
    return 2 * number

with ThreadPoolExecutor(16) as pool:
    print(sum(pool.map(doubled, range(64))))
"""
_COMPUTES = """\
start, rounds = time.process_time(), 0
while time.process_time() - start < 1:
    rounds += 1
print("computed for a second of the processor's time")
"""
_PLOT = """\
import matplotlib.pyplot as plt

plt.plot(np.exp(np.linspace(0, 1, 20)))
plt.title("growing")
plt.show()
"""


def _honest(name, base, points, *parts):
    return Attack(name, "an honest neighbour", "honest", base, points, parts)


NEIGHBOURS = (
    _honest("ursula", "solved", 7.0, ("last", _PLOT)),
    _honest("victor", "wrong", 5.0),
    _honest("wendy", "blank", 0.0),
    _honest("xaver", "solved", 7.0, ("first", _POOL), ("last", f"import time\n{_COMPUTES}")),
)


@dataclass(frozen=True)
class Classroom:
    """A course folder with what a class has handed in.

    Attributes
    ----------
    root : Path
        nbgrader's course folder.
    words : dict of str
        By honest learner, the word in its written answer.
    """

    root: Path
    words: dict

    @property
    def submitted(self):
        """The folder of submissions."""
        return self.root / "submitted"

    def marks(self):
        """Return what the gradebook has: points by checks less late penalties, by learner."""
        with contextlib.closing(sqlite3.connect(self.root / "gradebook.db")) as book:
            return {name: float(mark) for name, mark in book.execute(_MARKS)}

    def page(self, learner):
        """Return a learner's feedback page, or None."""
        path = self.root / "feedback" / learner / CHAPTER / f"{CHAPTER}.html"
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def graded_when(self):
        """Return when each learner's graded copy was written."""
        copies = (self.root / "autograded").glob(f"*/{CHAPTER}/{CHAPTER}.ipynb")
        return {path.parts[-3]: path.stat().st_mtime_ns for path in copies}


def new_classroom(root, watch):
    """Make a course with a deadline, in which the honest neighbours have handed in."""
    root = Path(root)
    root.mkdir(parents=True)
    shutil.copy(COURSE / "nbgrader_config.py", root)
    with open(root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(_LATE)
    release(root, [CHAPTER])
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as book, book:
        book.execute("UPDATE assignment SET duedate = ?", (DUE,))
    words = {one.name: f"{one.name}-says-{secrets.token_hex(8)}" for one in NEIGHBOURS}
    for one in NEIGHBOURS:
        answer = ("explain-shift", f"Shifting changes nothing: {words[one.name]}")
        folder = root / "submitted" / one.name / CHAPTER
        hand_in(replace(one, parts=(*one.parts, answer)), folder, watch)
        (folder / "timestamp.txt").write_text(IN_TIME)
    return Classroom(root, words)


def copied(room, root):
    """Return a copy of a class."""
    return replace(room, root=Path(shutil.copytree(room.root, root)))


def joined(room, root, attacks, watch):
    """Return a copy of a class where attackers have handed in, and what each one's cells hold."""
    room = copied(room, root)
    own = []
    for attack in attacks:
        known = places(room, attack)
        own.append(hand_in(attack, known["learner"] / CHAPTER, watch, **known))
    return room, own


def go_on(room, attack):
    """Do what an attacker does between the first run of the grader and the second."""
    known = places(room, attack)
    known |= {"folder": known["learner"] / CHAPTER, "name": f"{CHAPTER}.ipynb"}
    for text in attack.again:
        exec(text, known)


def places(room, attack):
    """Return the names that the parts of an attack on a class know besides a single one's."""
    return {
        "course": room.root,
        "submitted": room.submitted,
        "learner": room.submitted / attack.learner,
        "neighbour": room.submitted / NEIGHBOURS[0].name / CHAPTER,
    }


def take_away(folder):
    """Remove a folder with all in it; Python's own way fails on folders too deep in one another."""
    subprocess.run(["rm", "-rf", os.fspath(folder)], check=False)
