"""Find what was handed in where no grader looks, and say where it belongs.

nbgrader and this course's grader read ``submitted/LEARNER/ASSIGNMENT/`` and pass over the rest in
silence. Only names are looked at here.
"""

import os
import re

from ..exercises import CHAPTERS
from ..marking.handed_in import shown
from ..marking.identify import chapter_in

_NAMED = 3  # learners, in a sentence about many


def strays(submitted, assignments):
    """Return a sentence for each thing in the folder of submissions that lies in a wrong place.

    Parameters
    ----------
    submitted : path-like
        The folder of submissions.
    assignments : iterable of str
        Only what seems to be for these.
    """
    found = []
    for entry in _entries(submitted):
        if shown(entry.name, len(entry.name)) != " ".join(entry.name.split()):
            name = shown(entry.name)
            found.append(f"submitted/{name} has a name that is no plain text: rename it.")
        elif entry.is_dir() and entry.name in assignments:
            found += _turned_round(entry)
        elif entry.is_dir():
            found += _of_learner(entry, assignments)
        elif (name := _meant(entry.name)) in assignments:
            place = f"submitted/LEARNER/{name}/{name}.ipynb"
            found.append(f"submitted/{entry.name} is nobody's there: it belongs in {place}.")
    return found


def _turned_round(folder):
    """Return what to say of a folder that has an assignment's name and stands where learners do."""
    inside = [one for one in _entries(folder) if one.name != folder.name]
    learners = [one.name for one in inside if one.is_dir()]
    for name in [one.name for one in inside if one.name.endswith(".ipynb")][:1]:
        yield (
            f"submitted/{folder.name}/{name} is nobody's there: it belongs in "
            f"submitted/LEARNER/{folder.name}/{folder.name}.ipynb."
        )
    if learners:
        more = f" and {len(learners) - _NAMED} more" if len(learners) > _NAMED else ""
        yield (
            f"submitted/{folder.name}/ holds {', '.join(learners[:_NAMED])}{more}: the learner "
            f"comes first, as in submitted/{learners[0]}/{folder.name}/."
        )


def _of_learner(folder, assignments):
    """Return what to say of a learner's folder."""
    inside = _entries(folder)
    present = {one.name for one in inside if one.is_dir()}
    for one in inside:
        name = _meant(one.name)
        if one.is_dir() and name is None:
            held = [_meant(file.name) for file in _entries(one) if file.name.endswith(".ipynb")]
            name = next((meant for meant in held if meant), None)
        if name not in assignments or name in present:
            continue
        if one.is_dir() or one.name.endswith(".ipynb"):
            right = f"submitted/{folder.name}/{name}/"
            act = "must be called" if one.is_dir() else "belongs in"
            yield f"submitted/{folder.name}/{one.name} {act} {right} to be found."


def _meant(name):
    """Return the assignment that a file's or folder's name means, or None: "Softmax (2)"."""
    if meant := chapter_in(name):
        return meant
    words = re.sub(r"[\W\d_]+", " ", name.removesuffix(".ipynb").lower()).split()
    fitting = [chapter for chapter in CHAPTERS if chapter.partition("-")[2] in words]
    return fitting[0] if len(fitting) == 1 else None


def _entries(folder):
    try:
        with os.scandir(folder) as found:
            return sorted(
                (one for one in found if not one.name.startswith(".")), key=lambda one: one.name
            )
    except OSError:
        return []
