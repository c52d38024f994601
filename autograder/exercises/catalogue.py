"""The catalogue of misconceptions, by subject."""

from dataclasses import dataclass

from .words import SUBJECTS, sections, words_for

TITLES = {
    "anywhere": "In any function",
    "library": "The library",
    "projection": "Projection",
    "scoring": "Scores",
    "scaling": "Scaling",
    "softmax": "Softmax",
    "masks": "Masks",
    "attention": "Attention",
    "multihead": "Several heads",
}


@dataclass(frozen=True)
class Entry:
    """One misconception.

    Attributes
    ----------
    slug : str
        Its name, and its anchor on the page "What went wrong?".
    happened, idea : str
        A sentence each.
    functions : tuple of str
        The functions whose checks know it, in course order.
    sections : tuple of tuple
        The chapter's file stem, the label and the heading of each section that explains the idea.
    """

    slug: str
    happened: str
    idea: str
    functions: tuple
    sections: tuple


def catalogue(checks):
    """Return {subject's title: list of `Entry`} for these checks, in the course's order.

    Parameters
    ----------
    checks : iterable of FunctionCheck
        Usually all of them.
    """
    functions = {}
    for check in checks:
        for misconception in check.misconceptions:
            known = functions.setdefault(misconception.slug, [])
            if check.name not in known:
                known.append(check.name)
    return {
        TITLES[subject]: [
            Entry(slug, *words_for(slug), tuple(functions[slug]), tuple(sections(slug)))
            for slug in slugs
            if slug in functions
        ]
        for subject, slugs in SUBJECTS.items()
    }
