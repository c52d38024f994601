"""The build command: what it says and returns when a page fails."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
PAGE = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# A page whose cell fails

```{code-cell} python
shelf = ["Walden"]
shelf[1]
```
"""


@pytest.fixture
def broken_book(tmp_path):
    """Return the folder of a book of one page, with the project's own settings and frame."""
    for name in ("_config.yml", "tools/build_book.py", "book/references.bib"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for folder in ("book/_ext", "book/_templates", "book/assets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/index\n")
    (tmp_path / "book" / "index.md").write_text(PAGE)
    return tmp_path


def test_a_failing_cell_fails_every_build_and_is_named_in_a_few_lines(broken_book):
    command = [sys.executable, "tools/build_book.py"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for _ in range(2):
        done = subprocess.run(
            command, cwd=broken_book, env=environment, capture_output=True, text=True
        )

        assert done.returncode == 1
        assert "book/index.md: WARNING: Executing notebook failed" in done.stderr
        assert "IndexError: list index out of range" in done.stderr
        assert str(broken_book / "_build" / "book.log") in done.stderr
        assert len(done.stderr.splitlines()) < 40
        assert "Open" not in done.stdout
