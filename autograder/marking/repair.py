"""Put a submitted notebook's cells in order before it is marked.

The released notebook, as nbgrader's gradebook remembers it, says which cells there should be. Cells
that score get back their text; copies lose their id, so that none is scored twice; cells that
are missing come back. What a learner may write is left as it is.
"""

import re
from dataclasses import replace

from .assignment import digest_of
from .identify import CHECK_PREFIX
from .submission import Cell

ANSWER_LENGTH = 40  # characters: less is a heading
BEGINNING = 60
SHOWN = 3


def repair(cells, official, texts=frozenset()):
    """Return the cells in order, and sentences about what was put right.

    Parameters
    ----------
    cells : list of Cell
        What was submitted.
    official : list of OfficialCell
        What was released.
    texts : set of str
        Digests of the chapter's own text cells.

    Returns
    -------
    (list of Cell, list of str)
        Every remaining grade id is an official one and occurs once.
    """
    known = {cell.grade_id: cell for cell in official}
    notes = []
    chosen = {
        grade_id: _choose(cells, cell, notes)
        for grade_id, cell in known.items()
        if any(found.grade_id == grade_id for found in cells)
    }
    repaired = []
    for index, cell in enumerate(cells):
        master = known.get(cell.grade_id)
        if master is not None and chosen[cell.grade_id] == index:
            repaired.append(_restored(cell, master, notes))
        else:
            # A copy, or a cell of the learner's own: run if it is code, never scored.
            repaired.append(replace(cell, grade_id=None, graded=False))
    for master in official:
        if master.grade_id in chosen or not master.grade:
            continue
        if master.manual:
            note = _missing_answer(repaired, master, texts)
            _insert(repaired, master, note)
        else:
            note = f"The cell “{master.grade_id}” was missing and has been put back."
            _insert(repaired, master)
        notes.append(note)
    return repaired, notes


def _missing_answer(cells, master, texts):
    """Return a note for the person who marks an answer whose cell is gone.

    The text takes the answer's place: a blank cell would be scored 0 and shown to nobody.
    """
    written = [
        f"“{_beginning(cell.source)}”"
        for cell in cells
        if cell.kind == "markdown"
        and cell.grade_id is None
        and len(cell.source) >= ANSWER_LENGTH
        and texts
        and digest_of(cell.source) not in texts
    ]
    places = (
        f" Text of the learner's own begins {' and '.join(written[:SHOWN])}." if written else ""
    )
    return (
        f"The cell for the answer “{master.grade_id}” was missing from what was handed in, "
        f"so a person has to look for the answer.{places}"
    )


def _beginning(text):
    """Return the first words of a text, in one line, with nothing that Markdown would format."""
    words = re.sub(r"[^\w\s,.;:()?'-]", "", text[:BEGINNING])
    return f"{' '.join(words.split())} …"


def _choose(cells, master, notes):
    """Return the number of the cell that counts as the official one."""
    found = [i for i, cell in enumerate(cells) if cell.grade_id == master.grade_id]
    if len(found) > 1 and not master.check:
        run = "; all were run, in order" if master.kind == "code" else "; the last is marked"
        notes.append(f"The cell “{master.grade_id}” occurs {len(found)} times{run}.")
    fitting = [i for i in found if cells[i].kind == master.kind] or found
    changed = [i for i in fitting if cells[i].source != master.source]
    return (changed or fitting)[-1]


def _restored(cell, master, notes):
    source = cell.source
    if master.locked and source != master.source:
        notes.append(f"The cell “{master.grade_id}” had been changed and has been restored.")
        source = master.source
    attachments = cell.attachments if master.kind == "markdown" else {}
    return Cell(master.kind, source, master.grade_id, master.check, attachments)


def _insert(cells, master, text=None):
    """Put a missing cell where it belongs: a check after its function's cell, others last."""
    position = len(cells)
    if master.check:
        name = master.grade_id.removeprefix(CHECK_PREFIX)
        for index, cell in enumerate(cells):
            if cell.grade_id and (name == cell.grade_id or name.startswith(f"{cell.grade_id}-")):
                position = index + 1
    cell = master.as_cell()
    cells.insert(position, cell if text is None else replace(cell, source=text))
