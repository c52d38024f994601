"""What each misconception is called, in a learner's words.

The files beside this one hold them by subject, in the course's order: for each slug one sentence on
what happened and one on the idea behind. Neither says how to write the answer. A table
``[slug.function]`` gives other words for one function.
"""

import tomllib
from pathlib import Path


def _read():
    """Return {subject: {slug: {"happened", "idea", function: {…}}}} in the files' order."""
    return {
        path.stem.split("-", 1)[1]: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(Path(__file__).parent.glob("*.toml"))
    }


SUBJECTS = _read()


def words_for(slug, function=None):
    """Return (happened, idea) for a slug, in the function's own words where it has them."""
    for subject in SUBJECTS.values():
        if slug in subject:
            found = subject[slug]
            found = found.get(function, found)
            return found["happened"], found["idea"]
    return "", ""
