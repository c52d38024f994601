"""What every answer has to keep to, whatever numbers it returns.

A function returns arrays and not lists, and does not overwrite what it returned before. `run_call`
notes what breaks a rule; here it gets its words.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Rule:
    """A rule that an answer can break though all its numbers are right.

    Attributes
    ----------
    words : str
        Completes "It goes wrong …", as a case's words do.
    by : str
        How the mistake that names it is recognised: see `Mistake.by`.
    happened, idea : str
        One sentence each, for a function whose catalogue has no such mistake.
    """

    words: str
    by: str
    happened: str
    idea: str


LISTED = Rule(
    "returning arrays, not lists",
    "listed",
    "Your function returns a list or a tuple where an array is asked for.",
    "Make it an array before you return it.",
)
OVERWRITTEN = Rule(
    "without overwriting an earlier result",
    "overwrites",
    "A later call of your function overwrites what an earlier one returned.",
    "Make a new array in every call.",
)


def broken(cases, outcomes):
    """Return the rules that the outcomes of all cases break, in the order of their weight.

    Parameters
    ----------
    cases : list of Prepared
        A function's cases.
    outcomes : list of list of Outcome
        For each case, the outcome of each call.
    """
    pairs = [
        (got, expected)
        for case, results in zip(cases, outcomes, strict=True)
        for got, expected in zip(results, case.expected, strict=True)
        if got.kind == expected.kind == "value"
    ]
    found = []
    if any(is_listed(got, expected) for got, expected in pairs):
        found.append(LISTED)
    if any("overwritten" in got.notes for got, _ in pairs):
        found.append(OVERWRITTEN)
    return found


def is_listed(got, expected):
    """Whether a list or a tuple was returned where an array is asked for.

    A list is as good as a tuple where several arrays are asked for.
    """
    if isinstance(expected.value, np.ndarray) and isinstance(got.value, tuple):
        return True
    return "listed" in got.notes
