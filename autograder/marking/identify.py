"""Which chapter a notebook belongs to, and which function a cell scores."""

import os
import re

from ..exercises import CHAPTERS

CHECK_PREFIX = "check-"


def is_check(cell, names):
    """Whether a cell is one that scores one of the functions `names`."""
    return cell.graded and function_of(cell.grade_id, names) is not None


def function_of(grade_id, names):
    """Return the function that a grade cell's id scores, or None.

    ``check-softmax`` and ``check-softmax-edges`` both score ``softmax``.
    """
    if not grade_id or not grade_id.startswith(CHECK_PREFIX):
        return None
    rest = grade_id[len(CHECK_PREFIX) :]
    fitting = [name for name in names if rest == name or rest.startswith(f"{name}-")]
    return max(fitting, key=len, default=None)


def chapter_of(cells, path):
    """Return the chapter of a notebook: from its nbgrader ids, its file name or its functions."""
    found = {cell.grade_id for cell in cells} - {None}
    ids = {
        chapter: len(found & {*names, *(CHECK_PREFIX + name for name in names)})
        for chapter, names in CHAPTERS.items()
    }
    best = max(ids, key=ids.get)
    if ids[best]:
        return best
    named = chapter_in(path)
    if named is not None:
        return named
    code = "\n".join(cell.source for cell in cells if cell.kind == "code")
    defined = set(re.findall(r"^def (\w+)\(", code, re.MULTILINE))
    defines = {chapter: len(defined & set(names)) for chapter, names in CHAPTERS.items()}
    best = max(defines, key=defines.get)
    return best if defines[best] else None


def chapter_in(path):
    """Return the chapter that a file name contains, as in "05-softmax (1).ipynb"."""
    stem = re.sub(r"[\W_]+", "-", os.path.splitext(os.path.basename(path))[0].lower())
    return next((chapter for chapter in CHAPTERS if chapter in stem), None)
