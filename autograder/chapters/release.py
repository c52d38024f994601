"""Turn source notebooks into what learners get."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.apps import NbGraderAPI
from nbgrader.preprocessors import ClearSolutions, ComputeChecksums, LockCells
from traitlets.config import Config, PyFileConfigLoader

from ..exercises.stubs import stub_line
from .notebook import source_notebook, write_sources

_RAISED = re.compile(r"^\s*[\w.]*(?:Error|Exception|MissingEntry): (.+)$", re.MULTILINE)


class ClearSolutionsByName(ClearSolutions):
    """nbgrader's ClearSolutions, with stubs that say what to do.

    An unsolved function's traceback says which exercise it is.
    """

    text_stub = "*Double-click here and write your answer in place of this line.*"

    def preprocess_cell(self, cell, resources, cell_index):
        """Clear one cell's solution and leave the stub of its function."""
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
            self.code_stub = {"python": stub_line(name)}
        return super().preprocess_cell(cell, resources, cell_index)


def released_notebook(chapter: str) -> NotebookNode:
    """Return the learner's notebook of a chapter, as nbgrader would release it."""
    notebook = source_notebook(chapter)
    resources: dict = {}
    for preprocessor in (LockCells(), ClearSolutionsByName(), ComputeChecksums()):
        notebook, resources = preprocessor.preprocess(notebook, resources)
    nbformat.validate(notebook)
    return notebook


def course_config(course_root: Path) -> Config:
    """Return the configuration in `course_root`/nbgrader_config.py."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course_root)).load_config()
    config.CourseDirectory.root = str(course_root)
    return config


def release(course_root: Path, chapters: list[str]) -> list[Path]:
    """Make the release of `chapters` with nbgrader itself; return the folders.

    Sources are written anew, learners' submissions and marks are not touched. A chapter that
    nbgrader cannot release keeps the folder it had, and the others are released all the same.

    Raises
    ------
    RuntimeError
        When nbgrader could not make a release; the text names each chapter and the cause.
    """
    write_sources(course_root, chapters)
    api = NbGraderAPI(config=course_config(course_root))
    failed = []
    for chapter in chapters:
        folder = course_root / "release" / chapter
        before = folder.with_name(f".{chapter}.before")
        shutil.rmtree(before, ignore_errors=True)
        if folder.exists():
            shutil.copytree(folder, before)
        # An assignment keeps its entry in the gradebook, and with it the marks.
        result = api.generate_assignment(chapter, force=True, create=True)
        if not result["success"]:
            failed.append(f"{chapter}: {_cause(result)}")
            shutil.rmtree(folder, ignore_errors=True)
            if before.exists():
                before.rename(folder)
        shutil.rmtree(before, ignore_errors=True)
    if failed:
        raise RuntimeError("\n".join(failed))
    return [course_root / "release" / chapter for chapter in chapters]


def _cause(result: dict) -> str:
    """Return why nbgrader has failed: the exception of the first traceback in its log."""
    said = f"{result.get('log') or ''}\n{result.get('error') or ''}"
    raised = _RAISED.search(said)
    return raised[1] if raised else said.strip().rpartition("\n")[2]
