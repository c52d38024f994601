"""Run ruff over the code of all chapters, as it stands in their notebooks."""

import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from autograder.chapters.notebook import source_notebook
from autograder.exercises import CHAPTERS

ROOT = Path(__file__).resolve().parent.parent
WIDTH = "72"  # what a page shows of a line without scrolling


def main() -> int:
    """Return 0 where every chapter's code is clean and formatted."""
    with tempfile.TemporaryDirectory() as folder:
        for chapter in CHAPTERS:
            notebook = source_notebook(chapter)
            for cell in notebook.cells:
                data = cell.metadata.get("nbgrader", {})
                if cell.cell_type == "code" and data.get("solution"):
                    # The function itself is linted where it is written.
                    cell.source = f"from solutions import {data['grade_id']}"
            nbformat.write(notebook, Path(folder) / f"{chapter}.ipynb")
        ruff = [str(Path(sys.executable).parent / "ruff")]
        settings = [
            "--config",
            str(ROOT / "pyproject.toml"),
            "--no-cache",
            "--line-length",
            WIDTH,
            folder,
        ]
        checked = subprocess.run([*ruff, "check", *settings], check=False).returncode
        formatted = subprocess.run([*ruff, "format", "--diff", *settings], check=False).returncode
    return max(checked, formatted)


if __name__ == "__main__":
    sys.exit(main())
