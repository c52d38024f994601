"""The graded copy of a notebook: what nbgrader keeps, shows and makes feedback from.

nbgrader reads a score off a grade cell's outputs (`nbgrader.utils.determine_grade`): an error is
0, an execute result is its number, anything else is full marks. So these outputs are written here,
by the judge, when the learner's process is gone.
"""

from nbformat import from_dict

from .identify import function_of
from .safe_html import Allowance, safe_outputs
from .submission import Cell

GRADING = "grading"
RUBRIC = "rubric"
NOTES = "notes"
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def blank(cells, official, fingerprint="", notes=(), unreadable=None):
    """Return a notebook of these cells, without outputs, in nbformat 4.

    Parameters
    ----------
    cells : list of Cell
        Repaired: every grade id is an official one.
    official : list of OfficialCell
        What was released.
    fingerprint : str
        Of what was handed in, by which a later run knows that it is unchanged.
    notes : list of str
        What had to be put right.
    unreadable : str, optional
        Why there is nothing to mark.
    """
    known = {cell.grade_id: cell for cell in official}
    built = []
    for number, cell in enumerate(cells):
        metadata = {}
        if cell.grade_id is not None:
            metadata = {"nbgrader": known[cell.grade_id].metadata()}
        item = {
            "cell_type": cell.kind,
            "id": f"cell-{number}",
            "metadata": metadata,
            "source": cell.source,
        }
        if cell.kind == "code":
            item |= {"outputs": [], "execution_count": None}
        if cell.attachments:
            item["attachments"] = cell.attachments
        built.append(item)
    grading = {"fingerprint": fingerprint, "notes": list(notes), "unreadable": unreadable}
    metadata = {**_METADATA, GRADING: grading}
    return from_dict({"cells": built, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def cells_of(notebook):
    """Return the cells of a notebook that `blank` has made."""
    cells = []
    for cell in notebook.cells:
        data = cell.metadata.get("nbgrader", {})
        graded = bool(data.get("grade")) and not data.get("solution")
        attachments = dict(cell.get("attachments", {}))
        cells.append(Cell(cell.cell_type, cell.source, data.get("grade_id"), graded, attachments))
    return cells


def fill(notebook, marked, rubrics=None):
    """Write outputs, verdicts, notes and rubrics into a notebook that `blank` has made.

    Parameters
    ----------
    notebook : NotebookNode
        Changed in place.
    marked : Marked
        Its marks.
    rubrics : dict of str, optional
        By grade id, what the person who marks an answer is to look for.
    """
    count = 0
    built, allowance = [], Allowance()
    for index, cell in enumerate(notebook.cells):
        data = cell.metadata.get("nbgrader", {})
        if index in marked.outputs:
            count += 1
            cell.execution_count = count
            cell.outputs = from_dict(safe_outputs(marked.outputs[index], count, allowance))
        elif data.get("grade") and not data.get("solution"):
            name = function_of(data["grade_id"], marked.verdicts)
            verdict = marked.verdicts.get(name)
            cell.outputs = from_dict(score_outputs(verdict, data["points"], marked.reason))
        built.append(cell)
        if data.get("grade") and data.get("solution") and data["grade_id"] in (rubrics or {}):
            text = f"**What to look for** (not in the feedback)\n\n{rubrics[data['grade_id']]}"
            built.append(_extra(f"rubric-{index}", RUBRIC, text))
    sentences = [*([marked.reason] if marked.reason else []), *marked.notes]
    if sentences:
        text = "\n".join(["**About this submission**", "", *(f"- {one}" for one in sentences)])
        built.insert(0, _extra("notes", NOTES, text))
    notebook.cells = built
    notebook.metadata[GRADING]["isolation"] = marked.isolation
    notebook.metadata[GRADING]["notes"] = list(marked.notes)


def score_outputs(verdict, points, reason=None):
    """Return a grade cell's outputs, from which nbgrader reads the score.

    Parameters
    ----------
    verdict : Verdict or None
        None if nothing could be run.
    points : float
        What the cell is worth; the verdict's points are scaled to it.
    reason : str, optional
        What to say if there is no verdict.
    """
    if verdict is None:
        reason = reason or "There is no check for this cell."
        return [_failure(reason, reason)]
    share = verdict.points / verdict.max_points if verdict.max_points else float(verdict.passed)
    if share <= 0:
        return [_failure(verdict.text(), verdict.message)]
    stream = {"output_type": "stream", "name": "stdout", "text": verdict.text() + "\n"}
    if share >= 1:
        return [stream]
    number = {
        "output_type": "execute_result",
        "data": {"text/plain": repr(round(share * float(points), 4))},
        "metadata": {},
        "execution_count": None,
    }
    return [stream, number]


def _failure(text, message):
    lines = text.split("\n")
    return {
        "output_type": "error",
        "ename": "CheckFailed",
        "evalue": message,
        "traceback": lines,
    }


def _extra(name, role, text):
    return from_dict(
        {"cell_type": "markdown", "id": name, "metadata": {GRADING: role}, "source": text}
    )
