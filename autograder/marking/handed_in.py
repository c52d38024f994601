"""Find the notebook in what somebody handed in."""

from dataclasses import replace

from .identify import chapter_of
from .place import Folder, Unreadable, shown
from .submission import Submission, in_helper, read_within

NAMED = 3  # files, in a sentence about many
NO_FILE = ("it is a link", "it is a folder", "it is not a file")


def read_handed_in(folder, assignment):
    """Return the `Submission` in a folder, even if its file has another name.

    Parameters
    ----------
    folder : Folder or path-like
        A learner's folder for one assignment.
    assignment : str
        The assignment, which is also the notebook's name.

    Raises
    ------
    Unreadable
        If it holds no notebook that can be read.
    """
    return in_helper(_search, (Folder.at(folder), assignment))


def _search(task):
    folder, assignment = task
    expected = f"{assignment}.ipynb"
    if not folder.has(expected):
        return _of_chapter(_among_others(folder, assignment), assignment)
    try:
        found = read_within(folder, expected)
    except Unreadable as problem:
        if str(problem).startswith(NO_FILE):
            raise  # nothing of the learner's was cut off there
        try:
            found = _among_others(folder, assignment, expected)
        except Unreadable:
            raise problem from None
        note = f"“{expected}” could not be read: {problem}."
    else:
        others = [name for name in _notebooks(folder.files()) if name != expected]
        named = " and ".join(f"“{shown(name)}”" for name in others[:NAMED])
        note = f"Not marked, since the notebook has its right name: {named}." if others else ""
    found = replace(found, notes=[note, *found.notes]) if note else found
    return _of_chapter(found, assignment)


def _among_others(folder, assignment, unreadable=None):
    """Return the best notebook of a folder whose notebook is not where it should be.

    Raises
    ------
    Unreadable
        If none can be read.
    """
    names = folder.files()
    others = [name for name in _notebooks(names) if name != unreadable]
    if not others:
        found = f"; there is {', '.join(map(shown, names[:NAMED]))}" if names else ""
        raise Unreadable(f"there is no notebook in the folder{found}")
    readable, problem = [], None
    for name in others:
        try:
            readable.append((name, read_within(folder, name)))
        except Unreadable as error:
            problem = problem or error
    if not readable:
        raise problem
    fitting = [pair for pair in readable if chapter_of(pair[1].cells, pair[0]) == assignment]
    name, found = (fitting or readable)[0]
    note = f"The notebook was handed in as “{shown(name)}”."
    if len(readable) > 1:
        note = f"Of {len(readable)} notebooks, “{shown(name)}” was marked."
    return replace(found, notes=[note, *found.notes])


def _notebooks(names):
    return [name for name in names if name.lower().endswith(".ipynb")]


def _of_chapter(found: Submission, assignment):
    """Add a note if a notebook looks like another chapter's."""
    chapter = chapter_of(found.cells, found.path)
    if chapter not in (assignment, None):
        found.notes.insert(0, f"This looks like the notebook of {chapter}.")
    return found
