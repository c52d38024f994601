"""Find the notebook in what somebody handed in."""

import hashlib
import os
from dataclasses import replace

from ..sandbox.inside.values import clean
from .identify import chapter_of
from .submission import Submission, Unreadable, read

MAX_FILES = 200


def read_handed_in(folder, assignment):
    """Return the `Submission` in a folder, also where its file has another name.

    Parameters
    ----------
    folder : path-like
        A learner's folder for one assignment.
    assignment : str
        The assignment, which is also the notebook's name.

    Raises
    ------
    Unreadable
        If there is no notebook in it that can be read.
    """
    expected = os.path.join(folder, f"{assignment}.ipynb")
    if os.path.lexists(expected):
        return _of_chapter(read(expected, folder), assignment)
    names = _files(folder)
    others = [name for name in names if name.lower().endswith(".ipynb")]
    if not others:
        found = f"; there is {', '.join(map(shown, names[:3]))}" if names else ""
        raise Unreadable(f"there is no notebook in the folder{found}")
    readable, problem = [], None
    for name in others:
        try:
            readable.append((name, read(os.path.join(folder, name), folder)))
        except Unreadable as error:
            problem = problem or error
    if not readable:
        raise problem
    fitting = [pair for pair in readable if chapter_of(pair[1].cells, pair[0]) == assignment]
    name, found = (fitting or readable)[0]
    note = f"The notebook was handed in as “{shown(name)}”."
    if len(readable) > 1:
        note = f"Of {len(readable)} notebooks, “{shown(name)}” was marked."
    return _of_chapter(replace(found, notes=[note, *found.notes]), assignment)


def shown(text, longest=100):
    """Return a name or text of a learner's as it may stand in a line: short, and only that line."""
    return " ".join(clean(text, longest).split())


def fingerprint(folder):
    """Return a text that changes when anything in a folder does: names, sizes and times.

    The files are not opened, so that it costs the same whatever they are.
    """
    seen = hashlib.sha256()
    for name in _files(folder, hidden=True):
        status = os.lstat(os.path.join(folder, name))
        seen.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode("utf-8", "replace"))
    return seen.hexdigest()


def _of_chapter(found: Submission, assignment):
    """Note where a notebook looks like another chapter's."""
    chapter = chapter_of(found.cells, found.path)
    if chapter not in (assignment, None):
        found.notes.insert(0, f"This looks like the notebook of {chapter}.")
    return found


def _files(folder, hidden=False):
    """Return the names of the files in a folder and its folders, nearest first."""
    found = []
    for visited, (directory, folders, files) in enumerate(os.walk(folder)):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if hidden or not (name.startswith(".") or name == "timestamp.txt"):
                found.append(os.path.relpath(os.path.join(directory, name), folder))
        if len(found) + visited > MAX_FILES:
            break
    return sorted(found, key=lambda name: (name.count(os.sep), name))
