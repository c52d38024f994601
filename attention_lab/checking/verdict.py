"""Judge outcomes: which cases pass, how many points, and what went wrong.

Points: the ordinary case (``basic``) carries half of a function's points, and without it there are
none. The other half is shared by the edges in proportion to their weights, and lost where a list
stands in an array's place. The sum is rounded down to a quarter, and stays a quarter below the
maximum as long as any case fails.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from .comparing import agree
from .describing.seeing import (
    describe,
    hides_numbers,
    more_exact,
    names_of,
    words_for_leftovers,
    words_for_order,
    words_for_unsolved,
)
from .evidence import evidence_of
from .example import example_of
from .panel import as_html, as_text
from .recognising import recognise, relation_holds
from .rules import LISTED, broken

QUARTERS = 4
BASIC_SHARE = 0.5
PAGE = "what-went-wrong.html"
UNCHANGED = "without changing its arguments"


@dataclass
class CaseResult:
    """Whether one case passed, in words, with its weight."""

    words: str
    passed: bool
    weight: float


@dataclass
class Verdict:
    """What a check says about one function.

    Attributes
    ----------
    function : str
        Its name.
    points, max_points : float
        Its points.
    passed : bool
        Whether every case passed.
    misconception : str or None
        The slug of the misconception, where one is recognised.
    cases : list of CaseResult
        Each case in words.
    happened, idea : str
        One sentence each; empty when passed.
    evidence : str
        A small array or shape that shows it, or nothing.
    link : str
        Where to read on: "what-went-wrong.html#slug", or nothing.
    see : str
        The same in words: 'See "Which way to share", chapter 5.'
    example : str
        The smallest failing input with both results, if it fits on a few lines; or nothing.
    printed : str
        What the function printed in that case, or nothing.
    follow_through : bool
        Whether points came from a trial with right earlier functions: in grading only.
    """

    function: str
    points: float
    max_points: float
    passed: bool
    misconception: str | None = None
    cases: list = field(default_factory=list)
    happened: str = ""
    idea: str = ""
    evidence: str = ""
    link: str = ""
    see: str = ""
    example: str = ""
    printed: str = ""
    follow_through: bool = False

    @property
    def message(self):
        """What happened and the idea behind, in one string."""
        return " ".join(part for part in (self.happened, self.idea) if part)

    def text(self, points=True):
        """Return the verdict as plain text, a line a case."""
        return as_text(self, points)

    def html(self, points=True, book=None):
        """Return the verdict as a small self-contained panel: see `panel`."""
        return as_html(self, points, book)


@dataclass
class Mistake:
    """A misconception's words, without its code; `by` and `line` are the record's."""

    slug: str
    happened: str
    idea: str
    by: str
    see: str
    line: str = ""


@dataclass
class Replay:
    """What a mistake answers to one case: a `Sketch` a call, the relation, and whether it passes.

    `kind` is that of its first outcome that fails, "" where the case passes.
    """

    sketches: list
    held: bool
    passed: bool
    kind: str = ""


@dataclass
class Spec:
    """What the judge knows about a function.

    Attributes
    ----------
    name, chapter, number : str
        "softmax", "05-softmax", "5.1".
    points : float
        What it is worth.
    parameters : tuple of str
        The names of its parameters.
    signature : str
        The same as it is written: "(X, W, b=None)".
    mistakes : list of Mistake
        One for each wrong variant.
    replays : callable
        Returns, for each mistake, a list over cases of `Replay`.
    returns : tuple of str
        The names of what is returned, where that is a tuple.
    weights : int or None
        Where attention weights are among what is returned: their place, 0 if they are all.
    ideas : dict
        What this function's author says to errors of a kind: see `FunctionCheck.ideas`.
    pairs : callable
        Returns what two mistakes at once answer: a list of `attention_lab.checking.pairing.Pair`.
    """

    name: str
    chapter: str
    number: str
    points: float
    parameters: tuple
    signature: str
    mistakes: list
    replays: object
    returns: tuple = ()
    weights: int | None = None
    ideas: dict = field(default_factory=dict)
    pairs: object = list


@dataclass
class Prepared:
    """A case with its expected outcomes; `see` says where to read on if it fails."""

    slug: str
    words: str
    see: str
    weight: float
    basic: bool
    relation: str
    calls: list
    expected: list
    tolerances: list


@np.errstate(all="ignore")  # what learners return may be infinite, or as large as numbers get
def judge(spec, cases, outcomes, reveal=False, own=()):
    """Compare outcomes with what was expected and explain the difference.

    Parameters
    ----------
    spec : Spec
        The function.
    cases : list of Prepared
        Its cases.
    outcomes : list of list of Outcome
        For each case, the outcome of each call.
    reveal : bool
        Whether expected numbers may be shown: in the instant check, never in grading.
    own : sequence of str
        The names of the function's parameters, where they are known: in the instant check.

    Returns
    -------
    Verdict
    """
    unsolved = words_for_unsolved(spec, outcomes[0][0])
    if unsolved:
        results = [CaseResult(case.words, False, case.weight) for case in cases]
        happened, idea = unsolved
        return Verdict(
            spec.name, 0.0, spec.points, False, cases=results, happened=happened, idea=idea
        )
    passed = [case_passes(case, got) for case, got in zip(cases, outcomes, strict=True)]
    mutated = sorted({key for got in outcomes for one in got for key in one.mutated}, key=str)
    results = [
        CaseResult(case.words, good, 0.0 if case.basic else case.weight)
        for case, good in zip(cases, passed, strict=True)
    ]
    if mutated or any(passed):  # what never came to an end has not shown that it changes nothing
        results.append(CaseResult(UNCHANGED, not mutated, 1.0))
    rules = broken(cases, outcomes)
    results += [CaseResult(rule.words, False, 1.0) for rule in rules]
    basic = all(good for case, good in zip(cases, passed, strict=True) if case.basic)
    verdict = Verdict(
        spec.name,
        score(spec.points, basic, results, LISTED in rules),
        float(spec.points),
        all(result.passed for result in results),
        cases=results,
    )
    if verdict.passed:
        return verdict
    verdict.see = cases[passed.index(False) if False in passed else 0].see
    misplaced = words_for_order(spec, own)
    if misplaced:  # what else is seen may come of that
        verdict.happened, verdict.idea = misplaced
        return verdict
    # What a mask hides is no number that the learner meant: it bears no name.
    hidden = hides_numbers(cases, outcomes, passed)
    mistake = None if hidden else recognise(spec, cases, outcomes, passed, rules)
    if mistake is not None:
        verdict.misconception = mistake.slug
        verdict.happened, verdict.idea = more_exact(mistake, cases, outcomes, passed)
        verdict.link = f"{PAGE}#{mistake.slug}"
        verdict.see = mistake.see
    else:
        verdict.happened, verdict.idea = describe(spec, cases, outcomes, passed, mutated, rules)
    verdict.evidence = evidence_of(spec, cases, outcomes, passed, reveal)
    if mistake is not None and mistake.by == "changes":
        verdict.evidence = f"changed: {names_of(spec, mutated)}"
    leftover = words_for_leftovers(cases, outcomes, spec)
    verdict.idea = (
        " ".join(filter(None, (verdict.idea if mistake else "", leftover))) or verdict.idea
    )
    if reveal:
        verdict.example, verdict.printed = example_of(spec, cases, outcomes)
    return verdict


def score(points, basic, results, listed=False):
    """Return the points for these case results, as the module's docstring says."""
    if all(result.passed for result in results):
        return float(points)
    if not basic:
        return 0.0
    total = sum(result.weight for result in results)
    share = 0 if listed else sum(result.weight for result in results if result.passed) / total
    earned = points * (BASIC_SHARE + (1 - BASIC_SHARE) * share)
    quarters = math.floor(earned * QUARTERS + 1e-9)
    return min(quarters / QUARTERS, points - 1 / QUARTERS)


def case_passes(case, outcomes):
    """Whether every call of a case came out as expected, and the relation holds."""
    return relation_holds(case, outcomes) and all(
        agree(got, expected, tolerances)
        for got, expected, tolerances in zip(outcomes, case.expected, case.tolerances, strict=True)
    )
