"""Recognise two mistakes at once: a wrong answer that equals a composition of two known ones.

There are thousands of pairs, so each is kept as one number and one code for each call of the
ordinary case. That is enough, because an answer has to equal a pair in all of these calls.
"""

import zlib
from dataclasses import dataclass

from .comparing import sketch, telling

MEET = "Two mistakes meet here."


@dataclass(frozen=True)
class Pair:
    """What a function with two mistakes answers in the ordinary case.

    Attributes
    ----------
    one, two : str
        The slugs.
    marks : tuple of tuple
        For each call of the ordinary case a number and a code: see `mark_of`.
    """

    one: str
    two: str
    marks: tuple


def mark_of(outcome):
    """Return one number for the numbers of an outcome, a code for its form, and its size.

    None stands for an outcome without numbers: a pair that raises an error has no name.
    """
    if not telling(outcome):
        return None
    drawn = sketch(outcome)
    number = sum(part[place % 2] for place, part in enumerate(drawn.numbers))
    return number, code_of(drawn), sum(drawn.sizes)


def code_of(drawn):
    """Return a code for the form of an outcome: its shapes, and where it is not finite."""
    odd = [round(part[-1], 3) for part in drawn.numbers]
    return zlib.crc32(repr((drawn.kind, drawn.form, odd)).encode()) % 2**16


def by_pairs(spec, cases, outcomes):
    """Return (slug, slug) of the two mistakes that an answer is made of, or None.

    Where several pairs give the same numbers, what they have in common is returned twice.

    Parameters
    ----------
    spec, cases, outcomes
        As in `attention_lab.checking.verdict.judge`.
    """
    mine, tolerances = [], []
    for case, results in zip(cases, outcomes, strict=True):
        if case.basic:
            mine += map(mark_of, results)
            tolerances += case.tolerances
    if not mine or None in mine:
        return None
    found = [
        (pair.one, pair.two)
        for pair in spec.pairs()
        if all(map(_alike, mine, pair.marks, tolerances))
    ]
    if len(found) == 1:
        return found[0]
    common = set.intersection(*map(set, found)) if found else set()
    return (min(common), min(common)) if len(common) == 1 else None


def _alike(mine, other, tolerances):
    """Whether two marks stem from equal outcomes; the other was kept in single precision."""
    number, code, size = mine
    slack = tolerances.absolute + min(tolerances.relative, 1e-4) * size
    return code == other[1] and abs(number - other[0]) <= slack
