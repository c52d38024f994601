"""Describe a wrong answer by what can be seen in it, where no misconception is recognised.

Nothing here shows an expected number.
"""

from itertools import combinations

import numpy as np

from ..comparing import Tolerance, agree, as_array, close, fits
from .factors import common_factor, fits_a_dimension
from .forms import see_form, see_none
from .raising import as_called, asks_each_entry, see_each_entry, see_error
from .undefined import words_for_failed_cell

SAME = Tolerance(1e-9, 1e-12)
NO_NUMBER = "Look at a small example, print what your function returns, and count by hand."
FACTOR = "One factor is missing, or one too many: ask where it comes from."
DIMENSION = "One factor is missing, or one too many: which dimension does it come from?"


def words_for_unsolved(spec, first):
    """Return (what happened, the idea) where there is nothing to judge yet, else None."""
    if first.kind == "missing":
        if first.error:
            return words_for_failed_cell(spec.name, first.error, first.message)
        return (
            f"There is no function called {spec.name} here.",
            "Run the cell that defines it, and keep the name it was given.",
        )
    if first.kind == "raised" and first.error == "NotImplementedError":
        return (
            f"{spec.name} is not written yet.",
            "Write its body, run its cell, and check again.",
        )
    return None


def words_for_order(spec, own):
    """Return (what happened, the idea) where a function takes its arguments in another order.

    Parameters
    ----------
    spec : Spec
        The function.
    own : sequence of str
        The names of the parameters as the learner has them; others than the given ones count for
        nothing.
    """
    if [name for name in own if name in spec.parameters] == [
        name for name in spec.parameters if name in own
    ]:
        return None
    happened = "In the first line of your function the arguments stand in another order:"
    return f"{happened} {', '.join(own)}.", as_called(spec)


def words_for_leftovers(cases, outcomes, spec):
    """Return a sentence on numbers of the notebook that a failing function reads, or ""."""
    names = next((got.reads for results in outcomes for got in results if got.reads), ())
    if not names:
        return ""
    first = next(
        (
            p
            for p, value in zip(spec.parameters, cases[0].calls[0].args, strict=False)
            if isinstance(value, np.ndarray)
        ),
        "",
    )
    such = f", for example from `{first}.shape`" if first else ""
    listed = " and ".join(f"`{name}`" for name in names[:2])
    return (
        f"Your function reads {listed} from the notebook, where any cell can change it: compute "
        f"what you need from the arguments{such}."
    )


def describe(spec, cases, outcomes, passed, mutated, rules=()):
    """Return (what happened, the idea behind) for the first failing case.

    Parameters
    ----------
    spec, cases, outcomes, passed
        As in `attention_lab.checking.verdict.judge`.
    mutated : list
        Positions or names of arguments that were changed.
    rules : sequence of Rule
        What of `attention_lab.checking.rules` is broken.
    """
    if all(passed) and rules and not mutated:
        return rules[0].happened, rules[0].idea
    if all(passed):
        return (
            f"Your function changed its argument {names_of(spec, mutated)}.",
            "Whoever calls it still needs that array: compute in an array of your own.",
        )
    case, call, got, expected, tolerances = first_failure(cases, outcomes, passed)
    if got is None:
        if any("undrawn" in one.notes for one in outcomes[cases.index(case)]):
            return (
                f"Your function draws almost nothing from `rng`, {case.words}.",
                "Draw every number of every pair from it directly: a copy of it, or a generator of "
                "your own, leaves it as it was.",
            )
        return see_relation(spec, case, outcomes[passed.index(False)])
    if got.kind == "raised":
        return see_error(spec, case, call, got, expected)
    happened, idea = see(spec, case, call, got, expected, tolerances)
    if idea == FACTOR and fits_a_dimension(cases, outcomes):
        idea = DIMENSION
    return happened, idea


def see_relation(spec, case, outcomes):
    """Return two sentences on calls that are right one by one, but not together."""
    if case.relation == "same":
        return (
            f"Your function returns another number {case.words}.",
            "Every random number has to come from the generator that is given.",
        )
    for one, other in combinations(range(len(outcomes)), 2):
        if not agree(outcomes[one], outcomes[other], SAME):
            continue
        calls = case.calls[one], case.calls[other]
        given = zip(spec.parameters, *(call.args for call in calls), strict=False)
        names = [name for name, mine, its in given if mine != its]
        if len(names) == 1:
            return (
                f"Another `{names[0]}` makes no difference to what your function returns.",
                f"Ask where `{names[0]}` comes into your computation.",
            )
    return f"Your function goes wrong {case.words}.", "Another seed gives other numbers."


def more_exact(mistake, cases, outcomes, passed):
    """Return a mistake's two sentences, or closer ones where the first failing call shows more."""
    case, got = _failing(cases, outcomes, passed)
    if mistake.by == "nothing" and got and "printed" not in got.notes:
        return see_none(case, got)
    if got and asks_each_entry(got):
        return see_each_entry(got)
    return mistake.happened, mistake.idea


def hides_numbers(cases, outcomes, passed):
    """Whether the first failing call returned a masked array that hides numbers."""
    _, got = _failing(cases, outcomes, passed)
    return bool(got) and "masked" in got.notes


def _failing(cases, outcomes, passed):
    """Return the first failing case and its failing outcome, or None for what there is not."""
    if all(passed):
        return None, None
    case, _, got, *_ = first_failure(cases, outcomes, passed)
    return case, got


def names_of(spec, keys):
    """Return the names of parameters from their positions or names."""
    known = dict(enumerate(spec.parameters))
    return ", ".join(str(known.get(key, key)) for key in keys)


def first_failure(cases, outcomes, passed):
    """Return the first failing case with its call, outcome, expected outcome and tolerances.

    The outcome is None where each call is right and only their relation is not.
    """
    index = passed.index(False)
    case = cases[index]
    for call, got, expected, tolerances in zip(
        case.calls, outcomes[index], case.expected, case.tolerances, strict=True
    ):
        if not agree(got, expected, tolerances):
            return case, call, got, expected, tolerances
    return case, None, None, None, None


def see(spec, case, call, got, expected, tolerances):
    """Return two sentences on one outcome that differs from the expected one."""
    if got.kind == "lost":
        return (
            f"Your function did not come back {case.words}: {got.message or 'it was stopped'}.",
            "A loop that never ends, or an array that is far too large, are the usual causes.",
        )
    if expected.kind == "raised":
        return (
            f"Your function returned a value {case.words}, where {expected.error} is asked for.",
            "What makes no sense is refused before anything is computed.",
        )
    form = see_form(spec, case, got, expected.value)
    if form:
        return form
    if "masked" in got.notes:
        return (
            f"Your function returned a masked array {case.words}, and the numbers that its mask "
            "hides are still there.",
            "Whoever takes it for a plain array reads these numbers: fill it with 0 first.",
        )
    found = list(enumerate(parts(spec, got.value, expected.value)))
    wrong = [part for place, part in found if not fits(place, *part[1:], tolerances)]
    for name, mine, wanted in wrong:  # shapes of all parts before numbers of the first
        if mine.shape != wanted.shape:
            return see_shape(name, case, mine, wanted)
    empty = see_empty_rows(spec, case, wrong, expected.value)
    if empty:
        return empty
    for name, mine, wanted in wrong:
        happened, idea = see_array(spec, case, call, name, mine, wanted, tolerances)
        right = [part[0] for _, part in found if part[0] not in [name for name, *_ in wrong]]
        if right and idea in (NO_NUMBER, FACTOR):
            idea = f"{called(right[0], first=True)} is right, so look at what comes after it."
        return happened, idea
    return f"Your function goes wrong {case.words}.", NO_NUMBER


def see_empty_rows(spec, case, wrong, expected):
    """Return two sentences if only queries that may read nothing are wrong, or None."""
    if spec.weights is None:
        return None
    weights = expected[spec.weights] if isinstance(expected, tuple) else expected
    if weights.ndim < 2:
        return None
    empty = ~weights.any(axis=-1)
    if not empty.any():
        return None
    for name, mine, wanted in wrong:
        if mine.shape[:-1] != empty.shape or mine.dtype == bool:
            continue
        good = np.isclose(mine, wanted, rtol=1e-2, atol=1e-4).all(axis=-1)
        if good[~empty].all() and not good[empty].all():
            nan = np.isnan(mine[empty]).any()
            what = "gets NaN" if nan else "still gets numbers other than 0"
            return (
                f"A query that may read nothing {what} in {called(name)}, {case.words}.",
                "Nothing to read means nothing is read: its weights are 0, and so is its output.",
            )
    return None


def parts(spec, mine, wanted):
    """Return (name, mine, wanted) for each array that is returned."""
    if not isinstance(wanted, tuple):
        return [("result", as_array(mine), wanted)]
    return list(zip(spec.returns, mine, wanted, strict=True))


def called(name, first=False):
    """Return a part's name as it stands in a sentence, or first in one."""
    return f"`{name}`" if name != "result" else "The result" if first else "the result"


def see_array(spec, case, call, name, mine, wanted, tolerances):
    """Return two sentences on an array that differs from the wanted one."""
    if mine.shape != wanted.shape:
        return see_shape(name, case, mine, wanted)
    if wanted.dtype == bool and mine.dtype != bool:
        return (
            f"{called(name, first=True)} holds numbers ({mine.dtype}), where True and False are "
            "asked for.",
            "A mask answers yes or no for each query and key.",
        )
    if mine.dtype == bool != wanted.dtype:
        return (
            f"{called(name, first=True)} holds True and False, where numbers are asked for.",
            "A comparison answers yes or no for each number, and keeps none of them.",
        )
    mine = mine.astype(np.float64)
    if not np.isfinite(mine).all():
        return see_not_finite(name, case, mine)
    if is_weights(spec, name):
        found = see_weights(case, axis_of(call), mine, wanted)
        if found:
            return found
    place = row_of(call, mine)
    if place is not None:
        return (
            f"Your function returns another row of `{spec.parameters[place]}` than the one that is "
            f"asked for, {case.words}.",
            "Follow the choice step by step: what is compared, and which place is taken.",
        )
    return see_numbers(name, case, mine, wanted, tolerances)


def is_weights(spec, name):
    """Whether this part of the result holds attention weights."""
    if spec.weights is None:
        return False
    return name == "result" if not spec.returns else spec.returns[spec.weights] == name


def see_shape(name, case, mine, wanted):
    """Return two sentences on a wrong shape."""
    if not mine.size:
        return (
            f"{called(name, first=True)} is empty, {case.words}: its shape is {mine.shape}, where "
            f"{wanted.shape} is expected.",
            "Find the step that leaves nothing: it may be a slice, or a loop that never runs.",
        )
    if not mine.ndim:
        return (
            f"{called(name, first=True)} is one number, where an array of shape {wanted.shape} is "
            f"expected, {case.words}.",
            "Ask what leaves one number: a sum over all axes, a place that is picked out, or a "
            "start that was never filled.",
        )
    happened = (
        f"{called(name, first=True)} has shape {mine.shape}, where {wanted.shape} is expected, "
        f"{case.words}."
    )
    different = len(set(wanted.shape)) == wanted.ndim  # axes of one length are not to be told apart
    if different and sorted(mine.shape) == sorted(wanted.shape):
        return happened, "The axes are all there, but in another order."
    if not wanted.ndim:
        return happened, "One number is asked for: ask what makes one of these."
    if mine.ndim > wanted.ndim:
        return happened, "There is an axis too many: find the step that adds it."
    if mine.ndim < wanted.ndim:
        return happened, (
            "An axis is missing: it may be summed or flattened away, picked out with an index, or "
            "never made."
        )
    return happened, "Write the shape down after each step, and find the first that surprises you."


def see_not_finite(name, case, mine):
    """Return two sentences on NaN or infinity."""
    rows = mine.reshape(-1, mine.shape[-1]) if mine.ndim else mine.reshape(1, 1)
    bad = int((~np.isfinite(rows)).any(axis=1).sum())
    what = "NaN" if np.isnan(mine).any() else "infinity"
    where = f" in {bad} of {len(rows)} rows" if len(rows) > 1 else ""
    return f"{called(name, first=True)} holds {what}{where}, {case.words}.", (
        "NaN comes, for example, from 0 / 0, from infinity minus infinity, or from a root or a "
        "power of a number below zero: find the first step that holds one."
        if what == "NaN"
        else "Infinity comes, for example, from a division by 0 or from the exponential of a large "
        "number: find the first step that holds it."
    )


def axis_of(call):
    """Return the axis along which the weights of a call add up."""
    return call.kwargs.get("axis", -1)


def see_weights(case, axis, mine, wanted):
    """Return two sentences on weights that break a rule every set of weights keeps, or None."""
    sums, right = mine.sum(axis=axis), wanted.sum(axis=axis)
    if (mine < -1e-9).any():
        return (
            f"Some of your weights are negative, {case.words}.",
            "A weight is a share of one whole, and no share is negative.",
        )
    if axis == -1 and (mine > 1 + 1e-4).any() and not close(sums, right, (1e-4, 1e-4)):
        return (
            f"Some of your weights are above 1, {case.words}.",
            "A share is never more than the whole: these may be scores, or parts that nothing has "
            "divided by their sum.",
        )
    if close(sums, right, (1e-4, 1e-4)):
        if ((wanted == 0) & (mine > 0)).any():
            return (
                f"A weight is above 0 where nothing may be read, {case.words}.",
                "What the mask hides gets no share at all.",
            )
        return None
    if axis != -1:
        return (
            f"Your weights do not add up to 1 along axis {axis}, {case.words}.",
            "The axis says which numbers share one whole among each other.",
        )
    if mine.ndim > 1 and close(
        mine.sum(axis=-2), np.ones(mine.shape[:-2] + mine.shape[-1:]), (1e-4, 1e-4)
    ):
        return (
            "The rows of your weights do not add up to 1, but the columns do.",
            "Each query shares out its reading among the keys, so every row makes one whole.",
        )
    if (right == 0).any() and close(sums[right != 0], right[right != 0], (1e-4, 1e-4)):
        return (
            "A query that may read nothing still gets weights.",
            "Nothing to read means nothing is read: all its weights are 0.",
        )
    return (
        f"The rows of your weights do not add up to 1, {case.words}.",
        "Weights are shares of one whole.",
    )


def is_cut(mine, wanted):
    """Whether the wanted numbers are there, but cut to whole ones."""
    cut = mine.any() and not np.array_equal(wanted, np.trunc(wanted))
    return cut and any(np.array_equal(mine, f(wanted)) for f in (np.trunc, np.floor, np.rint))


def row_of(call, mine):
    """Return the name of an argument that has what was returned among its rows, or ""."""
    return next(
        (
            key
            for key, value in enumerate(call.args)
            if isinstance(value, np.ndarray)
            and mine.ndim == 1
            and value.ndim == 2
            and value.shape[1:] == mine.shape
            and (value == mine).all(axis=1).any()
        ),
        None,
    )


def see_numbers(name, case, mine, wanted, tolerances):
    """Return two sentences on numbers of the right shape that are wrong."""
    wanted = wanted.astype(np.float64)
    if is_cut(mine, wanted):
        return (
            f"{called(name, first=True)} holds whole numbers only, {case.words}.",
            "An array of whole numbers cuts fractions off: ask which step makes such an array.",
        )
    if wanted.any() and not mine.any():
        return f"{called(name, first=True)} is 0 throughout, {case.words}.", NO_NUMBER
    if not mine.ndim:
        much = "large" if mine > wanted else "small"
        return f"{called(name, first=True)} is too {much}, {case.words}.", NO_NUMBER
    factor = common_factor(mine, wanted)
    if factor:
        return (
            f"Every number of {called(name)} is {factor:.3g} times what it should be, "
            f"{case.words}.",
            FACTOR,
        )
    if mine.size > 1 and close(np.sort(mine, axis=None), np.sort(wanted, axis=None), tolerances):
        return (
            f"{called(name, first=True)} has the right numbers in the wrong places, {case.words}.",
            "Follow one number through each step, and see on which axis it travels; sorting moves "
            "numbers too.",
        )
    good = np.isclose(mine, wanted, rtol=tolerances.relative, atol=tolerances.absolute)
    rows = good.reshape(-1, good.shape[-1]).all(axis=1) if good.ndim > 1 else good.reshape(-1)
    wrong = rows.size - rows.sum()
    if rows.size > 1 and 0 < wrong < rows.size:
        what = "row" if good.ndim > 1 else "number"
        return (
            f"{wrong} of {rows.size} {what}s of {called(name)} {'is' if wrong == 1 else 'are'} "
            f"wrong, {case.words}.",
            f"Ask what this {what} has that the others have not."
            if wrong == 1
            else f"Ask what these {what}s have in common that the others have not.",
        )
    return (
        f"{called(name, first=True)} has the right shape, but wrong numbers, {case.words}.",
        NO_NUMBER,
    )
