"""Find the notebook in what somebody handed in."""

from dataclasses import replace

from .identify import chapter_of
from .place import Folder, Unreadable, shown
from .submission import Submission, in_helper, read_within


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
    if folder.has(expected):
        return _of_chapter(read_within(folder, expected), assignment)
    names = folder.files()
    others = [name for name in names if name.lower().endswith(".ipynb")]
    if not others:
        found = f"; there is {', '.join(map(shown, names[:3]))}" if names else ""
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
    return _of_chapter(replace(found, notes=[note, *found.notes]), assignment)


def _of_chapter(found: Submission, assignment):
    """Add a note if a notebook looks like another chapter's."""
    chapter = chapter_of(found.cells, found.path)
    if chapter not in (assignment, None):
        found.notes.insert(0, f"This looks like the notebook of {chapter}.")
    return found
