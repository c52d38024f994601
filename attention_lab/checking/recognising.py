"""Recognise the misconception behind wrong outcomes, or say that there is none to be sure of.

A wrong name is worse than none, so every rule asks for evidence that no accident gives:

1. *Numbers.* A misconception gives the same wrong numbers in a failing case, and what it gives in
   the failing cases before that one agrees too. An error in the ordinary case has to say the same,
   and where a misconception asks for it, to come from a line that fits: many mistakes raise one
   there. The ordinary case decides before the edges, and a
   misconception that agrees everywhere before one that agrees partly. Where two agree equally
   well, the one that agrees to twelve digits wins, and where both do, neither is named.
2. *What any function can do wrong*: changing an argument, returning None, returning the same
   result for all inputs.
3. *Two at once.* An answer whose numbers are those of two misconceptions together bears the name
   of the first, and is told both.
4. *Where it fails.* Some misconceptions say no more than in which cases an answer fails ("fails on
   whole numbers"); they are named when exactly these cases fail, in the same manner.
"""

import re
from dataclasses import replace

import numpy as np

from .comparing import Tolerance, agree, sketch, telling
from .pairing import MEET, by_pairs

EXACT = Tolerance(1e-12, 1e-14)
STORED = Tolerance(1e-6, 1e-8)  # what is left of a number that was stored in single precision


def recognise(spec, cases, outcomes, passed, rules=()):
    """Return the `Mistake` that explains the outcomes, or None.

    Parameters
    ----------
    spec : Spec
        The function, with its mistakes and what they answer.
    cases : list of Prepared
        Its cases.
    outcomes : list of list of Outcome
        For each case, the outcome of each call.
    passed : list of bool
        For each case, whether it passes.
    rules : sequence of Rule
        What of `attention_lab.checking.rules` is broken.
    """
    failing = [index for index, good in enumerate(passed) if not good]
    found = by_numbers(spec, cases, outcomes, failing) if failing else None
    if found is None:
        found = by_habit(spec, habit(cases, outcomes, passed))
    if found is None and failing and not (cases[0].relation or passed[0]):
        found = together(by_pairs(spec, cases, outcomes), {m.slug: m for m in spec.mistakes})
    if found is None and failing:
        found = by_failures(spec, cases, outcomes, passed)
    if found is None and not failing and rules:
        found = by_habit(spec, rules[0].by)
    return found


def together(pair, by_slug):
    """Return a `Mistake` that says both of two, or None where there are none."""
    if pair is None or any(slug not in by_slug for slug in pair):
        return None
    one, two = (by_slug[slug] for slug in pair)
    if one is two:
        return one
    return replace(one, happened=f"{MEET} {one.happened} {two.happened}")


def by_numbers(spec, cases, outcomes, failing):
    """Return the mistake that gives the same wrong numbers, by the first rule."""
    mine = [[sketch(one) for one in got] for got in outcomes]
    held = [relation_holds(case, got) for case, got in zip(cases, outcomes, strict=True)]
    shows = [shows_wrong_numbers(case, got) for case, got in zip(cases, outcomes, strict=True)]

    ordinary = [i for i, case in enumerate(cases) if case.basic]

    def matches(replays, i):
        replay, good = replays[i], i not in failing
        return (held[i], good) == (replay.held, replay.passed) and _all_match(
            mine[i], replay.sketches, _near(cases[i], held[i])
        )

    def alike_at_first(mistake, replays):
        return raised_in(mistake.line, cases, outcomes) and all(
            matches(replays, i) and _notes(mine[i]) == _notes(replays[i].sketches) for i in ordinary
        )

    best = {}
    for mistake, replays in zip(spec.mistakes, spec.replays(), strict=True):
        if mistake.by != "values" or not alike_at_first(mistake, replays):
            continue
        decisive = None
        for i in failing:
            same = matches(replays, i)
            if shows[i] and same:
                decisive = i
                break
            if not same and shows[i]:
                break
        if decisive is None:
            continue
        alike = sum(matches(replays, i) for i in range(len(cases)))
        ours, theirs = mine[decisive], replays[decisive].sketches
        exact = _all_match(ours, theirs, [EXACT] * len(ours))
        rank = (alike == len(cases), -decisive, alike, exact)
        if mistake.slug not in best or rank > best[mistake.slug][0]:
            best[mistake.slug] = (rank, mistake)
    return _only_best(best)


def _near(case, held):
    """Return how near two answers have to be to be the same in a case.

    What does not change with the seed is no luck of the draw, and has to be the same number.
    """
    if case.relation == "different" and not held:
        return [STORED] * len(case.tolerances)
    return case.tolerances


def shows_wrong_numbers(case, outcomes):
    """Whether a call of a case returned numbers, and not the expected ones."""
    if not relation_holds(case, outcomes):
        return True
    return any(
        telling(got) and not agree(got, expected, tolerances)
        for got, expected, tolerances in zip(outcomes, case.expected, case.tolerances, strict=True)
    )


def _all_match(ours, theirs, tolerances):
    return all(a.matches(b, t) for a, b, t in zip(ours, theirs, tolerances, strict=True))


def _only_best(ranked):
    """Return the mistake with the best rank, or None where two share it."""
    if not ranked:
        return None
    best = max(rank for rank, _ in ranked.values())
    winners = [mistake for rank, mistake in ranked.values() if rank == best]
    return winners[0] if len(winners) == 1 else None


def by_habit(spec, shown):
    """Return the mistake that is recognised by what any function can do wrong, by the second rule.

    Parameters
    ----------
    spec : Spec
        The function, with its mistakes.
    shown : str
        What the outcomes show: see `habit`.
    """
    return next((mistake for mistake in spec.mistakes if shown and mistake.by == shown), None)


def habit(cases, outcomes, passed):
    """Return what the outcomes show that may happen in any function, or "".

    "changes": an argument is changed; "nothing": None is returned; "constant": the same result is
    returned for whatever is given.
    """
    everything = [one for got in outcomes for one in got]
    expected = [one for case in cases for one in case.expected]
    asked = [
        one for one, wanted in zip(everything, expected, strict=True) if wanted.kind == "value"
    ]
    basic = all(good for case, good in zip(cases, passed, strict=True) if case.basic)
    if basic and any(one.mutated for one in everything):
        return "changes"
    if all(one.kind == "value" and one.value is None for one in asked):
        return "nothing"
    wanted = [one for one in expected if one.kind == "value"]
    varied = any(not agree(one, wanted[0], EXACT) for one in wanted)
    if varied and all(telling(one) for one in asked) and _all_equal(asked):
        return "constant"
    return ""


def _all_equal(outcomes):
    first = sketch(outcomes[0])
    return all(first.matches(sketch(one), EXACT) for one in outcomes[1:])


def by_failures(spec, cases, outcomes, passed):
    """Return the mistake that fails in the same cases and in the same manner, by the third rule.

    Without numbers to compare, an error in the ordinary case is no evidence, but for mistakes that
    know its line: too many mistakes raise one there.
    """
    kinds = [
        failure_kind(case, got, good)
        for case, got, good in zip(cases, outcomes, passed, strict=True)
    ]
    mine = [[sketch(one) for one in got] for got in outcomes]
    held = [relation_holds(case, got) for case, got in zip(cases, outcomes, strict=True)]
    ordinary = {kind for case, kind in zip(cases, kinds, strict=True) if case.basic}
    found = {}
    for mistake, replays in zip(spec.mistakes, spec.replays(), strict=True):
        alike = mistake.by in ("values", "cases") and all(
            kind == replays[i].kind for i, kind in enumerate(kinds)
        )
        if alike and mistake.by == "values":
            alike = ("raised" not in ordinary or bool(mistake.line)) and all(
                _all_match(mine[i], replays[i].sketches, _near(cases[i], held[i]))
                and (not kind or _notes(mine[i]) == _notes(replays[i].sketches))
                for i, kind in enumerate(kinds)
            )
        if alike and raised_in(mistake.line, cases, outcomes):
            found[mistake.slug] = ((mistake.by == "values",), mistake)
    return _only_best(found)


def raised_in(line, cases, outcomes):
    """Whether the ordinary case raises its errors from lines that fit a pattern, if any."""
    return not line or all(
        re.search(line, one.line)
        for case, got in zip(cases, outcomes, strict=True)
        for one in got
        if case.basic
    )


def _notes(sketches):
    return [one.note for one in sketches]


def failure_kind(case, outcomes, passed):
    """Return the kind of a case's first failing outcome, "" where the case passes."""
    if passed:
        return ""
    for got, expected, tolerances in zip(outcomes, case.expected, case.tolerances, strict=True):
        if not agree(got, expected, tolerances):
            return "not finite" if _is_not_finite(got) else got.kind
    return "relation"


def _is_not_finite(outcome):
    values = outcome.value if isinstance(outcome.value, tuple) else (outcome.value,)
    return outcome.kind == "value" and not all(
        np.isfinite(value).all() for value in values if isinstance(value, np.ndarray)
    )


def relation_holds(case, outcomes):
    """Whether the calls' values are all the same, or all different, where that is asked.

    What hardly drew from its generator does not depend on the seed as it should, noise or not.
    """
    if not case.relation:
        return True
    if case.relation == "different" and any("undrawn" in one.notes for one in outcomes):
        return False
    tight = Tolerance(1e-9, 1e-12)
    same = [
        agree(one, two, tight)
        for position, one in enumerate(outcomes)
        for two in outcomes[position + 1 :]
    ]
    return all(same) if case.relation == "same" else not any(same)
