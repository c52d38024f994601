"""Run the corpus of attacks, and look at what each has got and what it has touched.

An attack is one file of ``tests/hostile``: a head of ``# key: value`` lines, then parts that begin
with ``# %% NAME``. A part with a grade id as its name takes the place of that cell, ``first`` and
``last`` add a cell, ``build`` is run here, by us, and may write anything into the folder that is
handed in. ``CANARY`` and ``PORT`` in the text become the place and the port that are watched (see
`watching`).

Keys: ``attack`` (what it does), ``family``, ``base`` (the answers it starts from: blank, wrong or
solved) and ``points`` (what is fair).
"""

import contextlib
import copy
import hashlib
import json
import os
import re
import stat
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbgrader.utils import determine_grade

from ..chapters.release import released_notebook
from ..exercises.stubs import solution_source
from ..marking.assignment import Assignment, OfficialCell
from ..marking.marker import Marker
from ..marking.pipeline import mark, prepare
from ..paths import ROOT
from ..sandbox import Limits
from .watching import CHAPTER, deadline

CORPUS = ROOT / "tests" / "hostile"
FAMILIES = ("honest", "forging", "leaks", "state", "resources", "structure", "following")
GRACE = 10.0  # seconds: reading a large file, and a busy machine
LIMITS = Limits(cell_cpu=1, cell_wall=3, call_cpu=1, call_wall=3, total_wall=30)
WRONG = solution_source("softmax").replace("axis=axis", "axis=0")
_PART = re.compile(r"^# %% ?(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Attack:
    """One file of the corpus.

    Attributes
    ----------
    name, title, family, base : str
        Its file's stem, what it does, what kind it is, and which answers it starts from.
    points : float
        What is fair.
    parts : tuple of (str, str)
        Names and texts.
    """

    name: str
    title: str
    family: str
    base: str
    points: float
    parts: tuple


@dataclass(frozen=True)
class Result:
    """What an attack came to.

    Attributes
    ----------
    points : float
        What it got, as nbgrader reads it off the graded notebook.
    touched : tuple of str
        What it has reached outside: "files", "network", "processes"; "secrets", where its outputs
        tell what only the grader knows; "submission", where what was handed in has changed;
        "judge", where nbgrader's mark is not the judge's; "clock", where it took too long.
    sentence : str
        What was told.
    seconds : float
        What it cost.
    """

    attack: Attack
    points: float
    touched: tuple
    sentence: str
    seconds: float

    @property
    def good(self):
        """Whether the mark is fair and nothing was touched."""
        return self.points == self.attack.points and not self.touched


def read(path):
    """Return the `Attack` in a file.

    Raises
    ------
    ValueError
        If its head is not complete.
    """
    keys, parts = head_and_parts(path, FAMILIES)
    name, points = Path(path).stem, float(keys["points"])
    return Attack(name, keys["attack"], keys["family"], keys["base"], points, parts)


def head_and_parts(path, families):
    """Return an attack's keys and its parts, as a dictionary and pairs of names and texts.

    Raises
    ------
    ValueError
        If its head is not complete, or its family is not one of `families`.
    """
    head, *rest = _PART.split(Path(path).read_text(encoding="utf-8"))
    keys = dict(re.findall(r"^# (\w+): (.*)$", head, re.MULTILINE))
    missing = {"attack", "family", "base", "points"} - set(keys)
    if missing or keys["family"] not in families:
        raise ValueError(f"{path}: the head needs {', '.join(missing) or 'a known family'}")
    return keys, tuple(zip(rest[::2], (text.strip("\n") for text in rest[1::2]), strict=True))


def corpus():
    """Return every attack, honest controls first."""
    attacks = [read(path) for path in sorted(CORPUS.glob("*.py"))]
    return sorted(attacks, key=lambda attack: FAMILIES.index(attack.family))


@cache
def _exercises():
    """Return the released notebook with its exercises only."""
    notebook = released_notebook(CHAPTER)
    setup = nbformat.v4.new_code_cell("import numpy as np\nfrom attention_lab import check")
    notebook.cells = [setup, *(cell for cell in notebook.cells if _id_of(cell))]
    return notebook


def _id_of(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


@cache
def released_exercises():
    """Return the assignment as the gradebook would know it."""
    cells = []
    for cell in _exercises().cells[1:]:
        data = cell.metadata.nbgrader
        graded = data.grade and not data.solution
        cells.append(
            OfficialCell(
                data.grade_id, cell.cell_type, cell.source, data.grade, data.solution, graded,
                float(data.get("points", 0)), data.checksum,
            )
        )  # fmt: skip
    return Assignment(CHAPTER, 0, tuple(cells))


def hand_in(attack, folder, watch, **known):
    """Write what an attack hands in into a folder.

    Parameters
    ----------
    attack : Attack
        Or anything else with a base and parts.
    folder : path-like
        Made where it is missing.
    watch : Watch
        Whose folder and port stand in the place of CANARY and PORT.
    **known
        Further names for the parts called "build".

    Returns
    -------
    str
        The text of its cells.
    """
    notebook = copy.deepcopy(_exercises())
    if attack.base != "blank":
        for cell in notebook.cells:
            name = _id_of(cell)
            if name and cell.cell_type == "code" and not name.startswith("check-"):
                cell.source = solution_source(name)
            if name == "softmax" and attack.base == "wrong":
                cell.source = WRONG
    builders = []
    for name, text in attack.parts:
        text = text.replace("CANARY", str(watch.folder)).replace("PORT", str(watch.port))
        if name == "build":
            builders.append(text)
        elif name in ("first", "last"):
            cell = nbformat.v4.new_code_cell(text)
            notebook.cells.insert(1 if name == "first" else len(notebook.cells), cell)
        else:
            next(cell for cell in notebook.cells if _id_of(cell) == name).source = text
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    os.makedirs(folder, exist_ok=True)
    nbformat.write(notebook, os.path.join(folder, f"{CHAPTER}.ipynb"))
    sources = "\n".join(cell.source for cell in notebook.cells)
    known |= {"folder": Path(folder), "notebook": notebook, "name": f"{CHAPTER}.ipynb"}
    for text in builders:
        exec(text, known)
    return sources


def try_attack(attack, marker, watch):
    """Run one attack and return its `Result`."""
    sandbox, assignment = marker.sandbox, released_exercises()
    longest = sandbox.limits.total_wall + GRACE
    with tempfile.TemporaryDirectory(prefix="handed-in-") as folder:
        place = os.path.join(folder, CHAPTER)
        hand_in(attack, place, watch)
        before = contents(place)
        start = time.monotonic()
        graded = prepare(place, assignment)
        sources = "\n".join(cell.source for cell in graded.cells)
        with deadline(longest, lambda: sandbox.warm_pid):
            marked = mark(graded, assignment, marker, {})
        seconds = time.monotonic() - start
        kept = contents(place) == before
    touched = [*watch.touched(sandbox.warm_pid, sandbox.level == "namespaces")]
    points = points_in(graded)
    said = json.dumps(list(marked.outputs.values()), ensure_ascii=False).replace('\\"', '"')
    for name, happened in (
        ("secrets", watch.told(said, sources)),
        ("submission", not kept),
        ("judge", points != marked.points),
        ("clock", seconds > longest),
    ):
        touched += [name] if happened else []
    sentences = [*([marked.reason] if marked.reason else []), *marked.notes]
    sentences += [f"Changed: {name}." for name in watch.changed]
    return Result(attack, points, tuple(touched), " ".join(sentences), seconds)


def points_in(graded):
    """Return the points that nbgrader reads off a graded notebook's checks.

    Raises
    ------
    nbformat.ValidationError
        If it is no notebook.
    """
    nbformat.validate(graded)
    checks = [
        cell
        for cell in graded.cells
        if cell.metadata.get("nbgrader", {}).get("grade") and not cell.metadata.nbgrader.solution
    ]
    return float(sum(determine_grade(cell)[0] for cell in checks))


def try_all(attacks, sandbox, watch):
    """Yield the `Result` of each attack."""
    marker = Marker(sandbox)
    for attack in attacks:
        yield try_attack(attack, marker, watch)


def contents(folder):
    """Return what is in a folder, without following links or opening what is no file."""
    seen, waiting = {}, [os.fspath(folder)]
    while waiting:
        with contextlib.suppress(OSError):  # a path too long, or a folder that is closed
            for entry in os.scandir(waiting.pop()):
                status = entry.stat(follow_symlinks=False)
                waiting += [entry.path] if stat.S_ISDIR(status.st_mode) else []
                plain = stat.S_ISREG(status.st_mode)
                content = _digest(entry.path) if plain else ""
                seen[entry.path] = (status.st_mode, status.st_mtime_ns if plain else 0, content)
    return seen


def _digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
