"""Find what was handed in where no grader looks, and name the place where it belongs.

nbgrader and this course's grader read ``submitted/LEARNER/ASSIGNMENT/`` and silently ignore the
rest. Only names are looked at here.
"""

import os
import re
import stat

from ..exercises import CHAPTERS
from ..marking.identify import chapter_in
from ..marking.place import entries, shown

MAX_LEARNERS = 100_000
_NAMED = 3  # learners, in a sentence about many


def strays(submitted, assignments):
    """Return a sentence for each misplaced item in the folder of submissions.

    Links are named and not followed.

    Parameters
    ----------
    submitted : path-like
        The folder of submissions.
    assignments : iterable of str
        Only what seems to be for these.
    """
    found = []
    for name, status in entries(submitted, MAX_LEARNERS):
        told, path = shown(name), os.path.join(submitted, name)
        if shown(name, len(name)) != " ".join(name.split()):
            found.append(f"submitted/{told} has a name that is not plain text: rename it.")
        elif stat.S_ISLNK(status.st_mode):
            found.append(f"submitted/{told} is a link, and links are not followed.")
        elif stat.S_ISDIR(status.st_mode) and name in assignments:
            found += _turned_round(path)
        elif stat.S_ISDIR(status.st_mode):
            found += _of_learner(path, assignments)
        elif (meant := _meant(name)) in assignments:
            place = f"submitted/LEARNER/{meant}/{meant}.ipynb"
            found.append(f"submitted/{told} is in no learner's folder: it belongs in {place}.")
    return found


def _turned_round(folder):
    """Return sentences about a folder with an assignment's name in the place of a learner's."""
    own = os.path.basename(folder)
    inside = [one for one in entries(folder) if one[0] != own]
    learners = [shown(name) for name, status in inside if stat.S_ISDIR(status.st_mode)]
    for name in [shown(name) for name, _ in inside if name.endswith(".ipynb")][:1]:
        yield (
            f"submitted/{own}/{name} is in no learner's folder: it belongs in "
            f"submitted/LEARNER/{own}/{own}.ipynb."
        )
    if learners:
        more = f" and {len(learners) - _NAMED} more" if len(learners) > _NAMED else ""
        yield (
            f"submitted/{own}/ holds {', '.join(learners[:_NAMED])}{more}: the learner "
            f"comes first, as in submitted/{learners[0]}/{own}/."
        )


def _of_learner(folder, assignments):
    """Return sentences about what is misplaced in a learner's folder."""
    learner = shown(os.path.basename(folder))
    inside = entries(folder)
    present = {name for name, _ in inside}
    for entry, status in inside:
        name, is_folder = _meant(entry), stat.S_ISDIR(status.st_mode)
        if is_folder and name is None:
            files = entries(os.path.join(folder, entry))
            held = [_meant(file) for file, _ in files if file.endswith(".ipynb")]
            name = next((meant for meant in held if meant), None)
        if name not in assignments or name in present:
            continue
        right = f"submitted/{learner}/{name}/"
        if stat.S_ISLNK(status.st_mode):
            yield f"submitted/{learner}/{shown(entry)} is a link, and links are not followed."
        elif is_folder or entry.endswith(".ipynb"):
            act = "must be called" if is_folder else "belongs in"
            yield f"submitted/{learner}/{shown(entry)} {act} {right} to be found."


def _meant(name):
    """Return the assignment that a file's or folder's name means, or None: "Softmax (2)"."""
    if meant := chapter_in(name):
        return meant
    words = re.sub(r"[\W\d_]+", " ", name.removesuffix(".ipynb").lower()).split()
    fitting = [chapter for chapter in CHAPTERS if chapter.partition("-")[2] in words]
    return fitting[0] if len(fitting) == 1 else None
