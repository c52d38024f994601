"""Pack the learner's kit: one zip that works on a machine without this repository."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import nbformat

from ..exercises import CHAPTERS
from ..exercises.stubs import earlier_steps
from .release import released_notebook

README = """\
# Attention, from a library: the learner's kit

You need Python 3.11 or newer.

    cd attention-kit
    python3 -m venv .venv
    .venv/bin/pip install -r requirements.txt
    .venv/bin/jupyter lab

(On Windows: `.venv\\Scripts\\pip` and `.venv\\Scripts\\jupyter`.)

Open `01-library/01-library.ipynb` and run the cells from the top, with Shift+Enter. In each
exercise write the body of the function, run its cell, then run the check below it: it says at
once what is right and what is not yet. `earlier_steps.py` beside a notebook holds the functions
of the chapters before it, so that you can begin anywhere: use it, and read it after you have
written them yourself.
"""
REQUIREMENTS = "jupyterlab>=4.4,<5\n./{wheel}\n"
# A zip's entries carry a time; a fixed one makes the same kit the same file.
EPOCH = (2026, 1, 1, 0, 0, 0)


def build_wheel(root: Path, folder: Path) -> Path:
    """Build the learner's package into `folder` and return the wheel's path."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*command, str(folder)], cwd=root, check=True, capture_output=True)
    return next(folder.glob("attention_lab-*.whl"))


def write_kit(root: Path, target: Path) -> Path:
    """Write the kit of the project at `root` to the zip file `target` and return it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        wheel = build_wheel(root, Path(scratch))
        files = {
            "README.md": README.encode(),
            "requirements.txt": REQUIREMENTS.format(wheel=wheel.name).encode(),
            wheel.name: wheel.read_bytes(),
        }
    for number, chapter in enumerate(CHAPTERS):
        notebook = nbformat.writes(released_notebook(chapter)) + "\n"
        files[f"{chapter}/{chapter}.ipynb"] = notebook.encode()
        if number:
            files[f"{chapter}/earlier_steps.py"] = earlier_steps(chapter).encode()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{target.stem}/{name}", EPOCH)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target
