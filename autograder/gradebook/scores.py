"""The scores in a graded copy, as nbgrader reads them, kept in the copy itself."""

from nbgrader import utils

from ..marking import graded


def score(notebook):
    """Note in a graded notebook what each of its cells has got; return the scores.

    Parameters
    ----------
    notebook : NotebookNode
        One that `graded.fill` has filled; its metadata is changed.

    Returns
    -------
    dict
        By grade id, the score, or None if a person has to mark.
    """
    scores = {}
    for cell in notebook.cells:
        data = cell.metadata.get("nbgrader", {})
        if data.get("grade"):
            given = utils.determine_grade(cell)[0]
            scores[data["grade_id"]] = None if given is None else float(given)
    notebook.metadata[graded.GRADING]["scores"] = scores
    return scores
