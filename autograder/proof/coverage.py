"""The contract as a table: which case of which function asks for each of its clauses.

The cells are computed from the calls that the checks draw and from what the reference answers to
them. A cell that no call fills needs a reason, which follows from the function's parameters or
stands in `REASONS`.
"""

import inspect
import re
from dataclasses import dataclass

import numpy as np

import solutions
from attention_lab.checking.calls import Seed

from ..exercises import CHECKS
from ..marking.questions import prepare
from .clauses import (
    CLAUSES,
    EMPTY,
    LARGE_SCORES,
    PAIRS,
    TOGETHER,
    UNEVEN,
    ZERO_VECTOR,
    Asked,
    both,
)

TAKES = {
    "array": "takes no array",
    "arrays": "takes one array of numbers",
    "...": "has no batch axes",
    "mask": "takes no mask",
    "mask=None": "takes no mask that may be left out",
    "scores": "makes no scores",
    "softmax": "takes no softmax",
    "axis": "takes no axis",
    "temperature": "takes no temperature",
    "b": "takes no bias",
    "query": "takes no query alone",
    "weights": "takes no weights",
    "cosine": "divides by no length",
    "num_heads": "takes no number of heads",
    "rng": "takes no generator",
    "result": "returns one number",
}
# {(function, clause): reason} for what the parameters alone do not explain
PRODUCT = "d_model is num_heads times d_head"
NOTHING = "nothing is computed where the heads do not come out even"
REASONS = {
    ("causal_mask", "results that a later call does not overwrite"): "one answer for each length",
    ("split_heads", "lengths that are all the same"): PRODUCT,
    ("multi_head_attention", "lengths that are all the same"): PRODUCT,
    ("multi_head_attention", both(EMPTY, UNEVEN).words): NOTHING,
    ("multi_head_attention", both(LARGE_SCORES, UNEVEN).words): NOTHING,
    ("cosine_scores", both(LARGE_SCORES, ZERO_VECTOR).words): "a zero vector scores 0",
}


@dataclass(frozen=True)
class Cell:
    """The cases of one function that ask for one clause, or the reason why none does."""

    slugs: tuple
    reason: str = ""

    @property
    def good(self):
        """Whether there is either a case or a reason, and not both."""
        return bool(self.slugs) != bool(self.reason)


def calls_of(name, seed=0):
    """Return every call that the check of a function draws, as a list of `Asked`."""
    parameters = list(inspect.signature(getattr(solutions, name)).parameters)
    core = _core(name)
    found = []
    question = prepare(CHECKS[name], np.random.default_rng(seed))
    for case in question.cases:
        for call, expected in zip(case.calls, case.expected, strict=True):
            given = dict(zip(parameters, call.args, strict=False)) | call.kwargs
            found.append(Asked(case, core, given, frozenset(given), expected))
    return found


def _core(name):
    """Return how many axes the first array has without batch axes, from the docstring.

    An array of any shape has one; an array of one shape only has no batch axes, and None.
    """
    text = inspect.getdoc(getattr(solutions, name)).partition("Parameters\n")[2]
    dotted = re.search(r"array of shape \(\.\.\.,([^)]*)\)", text)
    if dotted:
        return len(dotted[1].split(","))
    return 1 if re.search(r"^\w+ : array$", text, re.M) else None


def has(name, need, calls):
    """Whether a function has what a clause needs."""
    parameters = inspect.signature(getattr(solutions, name)).parameters
    weights = CHECKS[name].weights is not None
    known = {
        "array": any(one.arrays for one in calls),
        "arrays": any(len(one.arrays) > 1 for one in calls),
        "...": _core(name) is not None,
        "mask=None": "mask" in parameters and parameters["mask"].default is None,
        "scores": any(one.scores is not None for one in calls),
        "softmax": weights,
        "cosine": name.startswith("cosine"),
        "rng": any(isinstance(v, Seed) for one in calls for v in one.arguments.values()),
        "result": any(np.ndim(v) > 0 for one in calls for v in _values(one)),
    }
    return known.get(need, need in parameters)


def _values(one):
    value = one.expected.value
    return value if isinstance(value, tuple) else (value,)


def table(names=None, seed=0):
    """Return {clause's words: {function: `Cell`}}, single clauses first and pairs then.

    Parameters
    ----------
    names : iterable of str, optional
        The functions; all by default.
    seed : int
        What the calls are drawn from.
    """
    names = list(names or CHECKS)
    drawn = {name: calls_of(name, seed) for name in names}
    rows = {}
    for clause in [*CLAUSES, *PAIRS]:
        rows[clause.words] = {
            name: _cell(
                name,
                clause.words,
                clause.needs,
                drawn[name],
                lambda calls, c=clause: _asked(c, calls),
            )
            for name in names
        }
    for words, needs, asks in TOGETHER:
        rows[words] = {name: _cell(name, words, needs, drawn[name], asks) for name in names}
    said = set(TAKES.values())
    return {
        words: cells
        for words, cells in rows.items()
        if any(cell.reason not in said for cell in cells.values())
    }


def _asked(clause, calls):
    return [one.case.slug for one in calls if clause.asks(one)]


def _cell(name, words, needs, calls, asks):
    missing = next((TAKES[need] for need in needs.split() if not has(name, need, calls)), "")
    if missing:
        return Cell((), missing)
    slugs = tuple(dict.fromkeys(asks(calls)))
    return Cell(slugs, "" if slugs else REASONS.get((name, words), ""))


def unasked(rows):
    """Return (function, clause) for each cell that has neither a case nor a reason."""
    return [
        (name, words)
        for words, cells in rows.items()
        for name, cell in cells.items()
        if not cell.good
    ]
