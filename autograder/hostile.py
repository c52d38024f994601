"""Run the corpus of attacks, and look at what each has got and what it has touched.

An attack is one file of ``tests/hostile``: a head of ``# key: value`` lines, then parts that begin
with ``# %% NAME``. A part with a grade id as its name takes the place of that cell, ``first`` and
``last`` add a cell, ``build`` is run here, by us, and may write anything into the folder that is
handed in. ``CANARY`` and ``PORT`` in the text become the place and the port that are watched.

Keys: ``attack`` (what it does), ``family``, ``base`` (the answers it starts from: blank, wrong or
solved) and ``points`` (what is fair).
"""

import contextlib
import copy
import hashlib
import os
import re
import socket
import tempfile
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
import psutil

from .chapters.release import released_notebook
from .chapters.stubs import solution_source
from .marking import Marker
from .paths import ROOT
from .plugin import judge, prepare
from .repair import OfficialCell
from .sandbox import Limits
from .sandbox.inside.jail import NOBODY

CORPUS = ROOT / "tests" / "hostile"
CHAPTER = "05-softmax"
FAMILIES = ("honest", "forging", "leaks", "state", "resources", "structure")
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
        What it got.
    touched : tuple of str
        What it has reached outside.
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
    head, *rest = _PART.split(Path(path).read_text(encoding="utf-8"))
    keys = dict(re.findall(r"^# (\w+): (.*)$", head, re.MULTILINE))
    missing = {"attack", "family", "base", "points"} - set(keys)
    if missing or keys["family"] not in FAMILIES:
        raise ValueError(f"{path}: the head needs {', '.join(missing) or 'a known family'}")
    parts = tuple(zip(rest[::2], (text.strip("\n") for text in rest[1::2]), strict=True))
    return Attack(
        Path(path).stem, keys["attack"], keys["family"], keys["base"], float(keys["points"]), parts
    )


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


@dataclass(frozen=True)
class _Released:
    """An assignment as the gradebook would know it, without a gradebook."""

    name: str
    cells: tuple


@cache
def _assignment():
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
    return _Released(CHAPTER, tuple(cells))


def hand_in(attack, folder, watch):
    """Write what an attack hands in into a folder."""
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
    for text in builders:
        exec(text, {"folder": Path(folder), "notebook": notebook, "name": f"{CHAPTER}.ipynb"})


class Watch:
    """Files, a port and processes that nobody should touch, change or leave.

    Parameters
    ----------
    sandbox : Sandbox
        Whose children are counted.
    """

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self._temporary = tempfile.TemporaryDirectory(prefix="canary-")
        self.folder = Path(self._temporary.name)
        for name in ("gradebook.db", "solutions/softmax.py", "submitted/other/notebook.ipynb"):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"the secret of {name}")
            path.chmod(0o666)
        for folder in (self.folder, *self.folder.rglob("*/")):
            folder.chmod(0o777)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._calls = 0
        threading.Thread(target=self._listen, daemon=True).start()
        self._before = self._files()

    def touched(self):
        """Return what has been touched since the last time, in words."""
        found = []
        files = self._files()
        if files != self._before:
            found.append("files")
            self._before = files
        if self._calls:
            found.append("network")
            self._calls = 0
        if self._left():
            found.append("processes")
        return tuple(found)

    def close(self):
        """Stop watching."""
        self._listener.close()
        self._temporary.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _files(self):
        """Return everything in the watched folder, and what the project itself looks like."""
        seen = {}
        for path in sorted(self.folder.rglob("*")):
            status = path.lstat()
            content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            seen[str(path)] = (status.st_mode, content)
        for path in (ROOT, ROOT / "solutions", ROOT / "attention_lab"):
            names = sorted(n for n in os.listdir(path) if not n.startswith((".", "_")))
            seen[str(path)] = names
        return seen

    def _left(self):
        """Return processes that an attack has left behind."""
        top = psutil.Process(self.sandbox.warm_pid)
        warm = [process for process in top.children() if self.sandbox.level == "namespaces"]
        known = {top.pid, *(process.pid for process in warm)}
        left = [one for one in top.children(recursive=True) if one.pid not in known]
        if os.geteuid() == 0:
            for process in psutil.process_iter(["uids", "pid"]):
                with contextlib.suppress(psutil.Error):
                    uids = process.info["uids"]
                    if uids and uids.real == NOBODY and process.pid not in known:
                        left += [process] if top in process.parents() else []
        return left

    def _listen(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._calls += 1
            connection.close()


def run(attack, marker, watch):
    """Run one attack and return its `Result`."""
    with tempfile.TemporaryDirectory(prefix="handed-in-") as folder:
        place = os.path.join(folder, CHAPTER)
        hand_in(attack, place, watch)
        start = time.monotonic()
        assignment = _assignment()
        marked = judge(prepare(place, assignment), assignment, marker, {})
        seconds = time.monotonic() - start
    sentence = " ".join([*([marked.reason] if marked.reason else []), *marked.notes])
    return Result(attack, marked.points, watch.touched(), sentence, seconds)


def run_all(attacks, sandbox):
    """Yield the `Result` of each attack."""
    marker = Marker(sandbox)
    with Watch(sandbox) as watch:
        for attack in attacks:
            yield run(attack, marker, watch)
