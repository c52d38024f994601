"""Describe a wrong answer by what can be seen in it, where no misconception is recognised.

Nothing here shows an expected number.
"""

import numpy as np

from .comparing import agree, as_array, close, fits
from .raising import as_called, see_error

NO_NUMBER = "Look at a small example, print what your function returns, and count by hand."


def words_for_unsolved(spec, first):
    """Return (what happened, the idea) where there is nothing to judge yet, else None."""
    if first.kind == "missing":
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


def describe(spec, cases, outcomes, passed, mutated):
    """Return (what happened, the idea behind) for the first failing case.

    Parameters
    ----------
    spec, cases, outcomes, passed
        As in `attention_lab.verdict.judge`.
    mutated : list
        Positions or names of arguments that were changed.
    """
    if all(passed):
        return (
            f"Your function changed its argument {names_of(spec, mutated)}.",
            "Whoever calls it still needs that array: compute in an array of your own.",
        )
    case, call, got, expected, tolerances = first_failure(cases, outcomes, passed)
    if got is None:
        return (
            f"Your function goes wrong {case.words}.",
            "The same seed gives the same numbers, and another seed others.",
        )
    if got.kind == "raised":
        return see_error(spec, case, call, got, expected)
    return see(spec, case, call, got, expected, tolerances)


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
    form = see_form(spec, got.value, expected.value)
    if form:
        return form
    for place, (name, mine, wanted) in enumerate(parts(spec, got.value, expected.value)):
        if fits(place, mine, wanted, tolerances):
            continue
        return see_array(spec, case, call, name, mine, wanted, tolerances)
    return f"Your function goes wrong {case.words}.", NO_NUMBER


def see_form(spec, mine, wanted):
    """Return two sentences where something else than the right kind of thing is returned."""
    if mine is None:
        return "Your function returned None: did you print the result?", (
            "A function hands back what stands after `return`."
        )
    if isinstance(wanted, tuple):
        names = ", ".join(spec.returns)
        if not isinstance(mine, tuple):
            what = "one array" if isinstance(mine, np.ndarray) else f"a {mine.type_name}"
            return (
                f"Your function returned {what}, where the tuple ({names}) is asked for.",
                "The docstring says under Returns what is handed back, and in which order.",
            )
        if len(mine) != len(wanted):
            count = "one thing" if len(mine) == 1 else f"{len(mine)} things"
            return (
                f"Your function returned {count}, where ({names}) is asked for.",
                "The docstring says under Returns what is handed back, and in which order.",
            )
        return None
    if not isinstance(as_array(mine), np.ndarray):
        what = f"{len(mine)} things" if isinstance(mine, tuple) else f"a {mine.type_name}"
        return (
            f"Your function returned {what}, where one array is asked for.",
            "The docstring says under Returns what is handed back.",
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
            NO_NUMBER,
        )
    mine = mine.astype(np.float64)
    if not np.isfinite(mine).all():
        return see_not_finite(name, case, mine)
    if is_weights(spec, name):
        found = see_weights(case, axis_of(call), mine, wanted)
        if found:
            return found
    return see_numbers(name, case, mine, wanted, tolerances)


def is_weights(spec, name):
    """Say whether this part of the result holds attention weights."""
    if spec.weights is None:
        return False
    return name == "result" if not spec.returns else spec.returns[spec.weights] == name


def see_shape(name, case, mine, wanted):
    """Return two sentences on a wrong shape."""
    happened = (
        f"{called(name, first=True)} has shape {mine.shape}, where {wanted.shape} is expected, "
        f"{case.words}."
    )
    different = len(set(wanted.shape)) == wanted.ndim  # axes of one length are not to be told apart
    if different and sorted(mine.shape) == sorted(wanted.shape):
        return happened, "The axes are all there, but in another order."
    if mine.ndim > wanted.ndim:
        return happened, "There is an axis too many: find the step that adds it."
    if mine.ndim < wanted.ndim:
        return happened, "An axis is lost: find the step that sums or flattens it away."
    return happened, "Write the shape down after each step, and find the first that surprises you."


def see_not_finite(name, case, mine):
    """Return two sentences on NaN or infinity."""
    rows = mine.reshape(-1, mine.shape[-1]) if mine.ndim else mine.reshape(1, 1)
    bad = int((~np.isfinite(rows)).any(axis=1).sum())
    what = "NaN" if np.isnan(mine).any() else "infinity"
    return (
        f"{called(name, first=True)} holds {what} in {bad} of {len(rows)} rows, {case.words}.",
        "NaN comes from 0 / 0 or from infinity minus infinity: find the step that makes one.",
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
            "A share of the reading is never less than nothing.",
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


def see_numbers(name, case, mine, wanted, tolerances):
    """Return two sentences on numbers of the right shape that are wrong."""
    wanted = wanted.astype(np.float64)
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
            "One factor is missing, or one too many: which dimension does it come from?",
        )
    if mine.size > 1 and close(np.sort(mine, axis=None), np.sort(wanted, axis=None), tolerances):
        return (
            f"{called(name, first=True)} has the right numbers in the wrong places, {case.words}.",
            "Follow one number through each step, and see on which axis it travels.",
        )
    good = np.isclose(mine, wanted, rtol=tolerances.relative, atol=tolerances.absolute)
    rows = good.reshape(-1, good.shape[-1]).all(axis=1) if good.ndim > 1 else good.reshape(-1)
    wrong = rows.size - rows.sum()
    if rows.size > 1 and 0 < wrong < rows.size:
        return (
            f"{wrong} of {rows.size} rows of {called(name)} are wrong, {case.words}.",
            "Ask what these rows have in common that the others have not.",
        )
    return (
        f"{called(name, first=True)} has the right shape, but wrong numbers, {case.words}.",
        NO_NUMBER,
    )


def common_factor(mine, wanted):
    """Return the one number by which `wanted` is multiplied in `mine`, or None."""
    large = np.abs(wanted) > 1e-6
    if large.sum() < 2 or not close(mine[~large], np.zeros((~large).sum()), (0, 1e-5)):
        return None
    ratios = mine[large] / wanted[large]
    typical = float(np.median(ratios))
    if abs(typical - 1) < 1e-3 or abs(typical) < 1e-9:
        return None
    return typical if close(ratios, np.full(ratios.shape, typical), (1e-4, 0)) else None
