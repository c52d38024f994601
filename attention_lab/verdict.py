"""Judge outcomes: which cases pass, how many points, and what went wrong.

Points: the ordinary case (``basic``) carries half of a function's points, and without it there are
none. The other half is shared by the edges in proportion to their weights. The sum is rounded down
to a quarter, and stays a quarter below the maximum as long as any case fails.
"""

import math
from dataclasses import dataclass, field

from .comparing import agree, sketch, telling
from .seeing import describe, unsolved

QUARTERS = 4
BASIC_SHARE = 0.5
PAGE = "what-went-wrong.html"


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
        The same in words: "See chapter 5."
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

    @property
    def message(self):
        """What happened and the idea behind, in one string."""
        return " ".join(part for part in (self.happened, self.idea) if part)

    def text(self):
        """Return the verdict as plain text, a line a case."""
        from .panel import as_text

        return as_text(self)

    def html(self):
        """Return the verdict as a small self-contained panel."""
        from .panel import as_html

        return as_html(self)


@dataclass
class Mistake:
    """A misconception's words, without its code."""

    slug: str
    happened: str
    idea: str
    anchor: str = ""


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
    mistakes : list of Mistake
        One for each wrong variant.
    replays : callable
        Returns, for each mistake, a list over cases of (list of `Sketch` over calls, relation).
    """

    name: str
    chapter: str
    number: str
    points: float
    parameters: tuple
    mistakes: list
    replays: object


@dataclass
class Prepared:
    """A case with its expected outcomes."""

    slug: str
    words: str
    weight: float
    basic: bool
    relation: str
    calls: list
    expected: list
    tolerances: list


def judge(spec, cases, outcomes):
    """Compare outcomes with what was expected and explain the difference.

    Parameters
    ----------
    spec : Spec
        The function.
    cases : list of Prepared
        Its cases.
    outcomes : list of list of Outcome
        For each case, the outcome of each call.

    Returns
    -------
    Verdict
    """
    first = outcomes[0][0]
    if first.kind == "missing" or (first.kind == "raised" and first.error == "NotImplementedError"):
        return unsolved(spec, cases, first, Verdict, CaseResult)
    passed = [case_passes(case, got) for case, got in zip(cases, outcomes, strict=True)]
    mutated = [name for got in outcomes for one in got for name in one.mutated]
    results = [
        CaseResult(case.words, good, 0.0 if case.basic else case.weight)
        for case, good in zip(cases, passed, strict=True)
    ]
    results.append(CaseResult("without changing its arguments", not mutated, 1.0))
    basic = all(good for case, good in zip(cases, passed, strict=True) if case.basic)
    verdict = Verdict(
        spec.name,
        score(spec.points, basic, results),
        spec.points,
        all(result.passed for result in results),
        cases=results,
    )
    if not verdict.passed:
        explain(spec, cases, outcomes, passed, verdict)
    return verdict


def score(points, basic, results):
    """Return the points for these case results, as the module's docstring says."""
    if all(result.passed for result in results):
        return float(points)
    if not basic:
        return 0.0
    total = sum(result.weight for result in results)
    share = sum(result.weight for result in results if result.passed) / total
    earned = points * (BASIC_SHARE + (1 - BASIC_SHARE) * share)
    quarters = math.floor(earned * QUARTERS + 1e-9)
    return min(quarters / QUARTERS, points - 1 / QUARTERS)


def case_passes(case, outcomes):
    """Say whether every call of a case came out as expected, and the relation holds."""
    return relation_holds(case, outcomes) and all(
        agree(got, expected, tolerances)
        for got, expected, tolerances in zip(outcomes, case.expected, case.tolerances, strict=True)
    )


def relation_holds(case, outcomes):
    """Say whether the calls' values are all the same, or all different, where that is asked."""
    if not case.relation:
        return True
    tight = (1e-9, 1e-12)
    same = [
        agree(one, two, tight)
        for position, one in enumerate(outcomes)
        for two in outcomes[position + 1 :]
    ]
    return all(same) if case.relation == "same" else not any(same)


def explain(spec, cases, outcomes, passed, verdict):
    """Fill in what happened: the misconception where one is recognised, else what can be seen."""
    mistake = recognise(spec, cases, outcomes, passed)
    if mistake is None:
        describe(spec, cases, outcomes, passed, verdict)
        return
    verdict.misconception = mistake.slug
    verdict.happened, verdict.idea = mistake.happened, mistake.idea
    verdict.link = f"{PAGE}#{mistake.slug}"


def recognise(spec, cases, outcomes, passed):
    """Return the `Mistake` that gives the learner's outcomes, or None.

    A mistake that gives the same outcome on every call is the one, if one of these outcomes shows
    wrong numbers. Otherwise the first failing case that shows wrong numbers decides, if the
    mistake also agrees on every failing case before it; among several, the one that agrees on
    most cases, if it is the only one.
    """
    mine = [[sketch(one) for one in got] for got in outcomes]
    holds = [relation_holds(case, got) for case, got in zip(cases, outcomes, strict=True)]
    shows = [
        not good and any(telling(one) for one in got)
        for good, got in zip(passed, outcomes, strict=True)
    ]
    failing = [index for index, good in enumerate(passed) if not good]
    if not failing:
        return None
    scores = {}
    for mistake, replay in zip(spec.mistakes, spec.replays(), strict=True):
        same = [
            held == its_held
            and all(
                a.matches(b, tolerances)
                for a, b, tolerances in zip(ours, its, case.tolerances, strict=True)
            )
            for case, ours, held, (its, its_held) in zip(cases, mine, holds, replay, strict=True)
        ]
        decisive = next((i for i in failing if shows[i] and same[i]), None)
        if decisive is None or not all(same[i] for i in failing if i < decisive):
            continue
        rank = (all(same), -decisive, sum(same))
        if mistake.slug not in scores or rank > scores[mistake.slug][0]:
            scores[mistake.slug] = (rank, mistake)
    if not scores:
        return None
    best = max(rank for rank, _ in scores.values())
    winners = [mistake for rank, mistake in scores.values() if rank == best]
    return winners[0] if len(winners) == 1 else None
