"""A submission from the folder to its marks: prepare it, then mark it."""

from . import graded as notebooks
from .handed_in import read_handed_in
from .place import Folder, Unreadable
from .repair import repair
from .submission import Submission


def prepare(folder, assignment):
    """Return the notebook that was handed in, repaired, without outputs.

    Parameters
    ----------
    folder : Folder or path-like
        A learner's folder for the assignment.
    assignment : Assignment
        What was released.

    Returns
    -------
    NotebookNode
        For a file that cannot be read, the released cells, and why.
    """
    official, folder = assignment.cells, Folder.at(folder)
    seen = f"{folder.fingerprint()} {assignment.version}"
    try:
        found = read_handed_in(folder, assignment.name)
    except Unreadable as error:
        reason = f"Nothing could be marked: {error}. What was handed in is kept as it is."
        cells = [cell.as_cell() for cell in official if cell.grade]
        return notebooks.blank(cells, official, seen, unreadable=reason)
    cells, notes = repair(found.cells, official, assignment.texts)
    return notebooks.blank(cells, official, seen, [*found.notes, *notes])


def mark(notebook, assignment, marker, rubrics):
    """Mark a notebook that `prepare` has made, and write the verdicts into it.

    Returns
    -------
    Marked
    """
    grading = notebook.metadata[notebooks.GRADING]
    if grading["unreadable"]:
        marked = marker.unreadable("", assignment.name, grading["unreadable"])
    else:
        cells = notebooks.cells_of(notebook)
        found = Submission("", cells, list(grading["notes"]))
        marked = marker.mark(found, assignment.name)
    notebooks.fill(notebook, marked, {} if grading["unreadable"] else rubrics)
    return marked
