"""Turn source notebooks into what learners get."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.apps import NbGraderAPI
from nbgrader.preprocessors import ClearSolutions, ComputeChecksums, LockCells
from traitlets.config import Config, PyFileConfigLoader

from ..exercises.stubs import stub_line
from .notebook import source_notebook, write_sources


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

    Sources are written anew, learners' submissions and marks are not touched.

    Raises
    ------
    RuntimeError
        When nbgrader could not make a release; the text is nbgrader's log.
    """
    write_sources(course_root, chapters)
    api = NbGraderAPI(config=course_config(course_root))
    folders = []
    for chapter in chapters:
        # nbgrader refuses to drop cells that have marks, so an assignment keeps its entry.
        result = api.generate_assignment(chapter, force=True, create=True)
        if not result["success"]:
            raise RuntimeError(f"{chapter}: {result.get('error') or result.get('log')}")
        folders.append(course_root / "release" / chapter)
    return folders
