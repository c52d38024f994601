"""Show the smallest failing input with what came of it and what should have, in a few lines.

This shows expected numbers, so only the instant check asks for it.
"""

import numpy as np

from .comparing import agree, fits
from .describing.seeing import parts

MOST_LINES = 20
MOST_COLUMNS = 8
WIDTH = 76
DIGITS = 4
PRINTED_LINES = 8


def example_of(spec, cases, outcomes):
    """Return the smallest failing call as a few lines of text, and its outcome.

    Parameters
    ----------
    spec, cases, outcomes
        As in `attention_lab.checking.verdict.judge`.

    Returns
    -------
    tuple
        The text, "" if no failing call fits, and what the function printed in that call, or in the
        first failing one.
    """
    failing = [
        (case, call, got, expected, tolerances)
        for case, results in zip(cases, outcomes, strict=True)
        for call, got, expected, tolerances in zip(
            case.calls, results, case.expected, case.tolerances, strict=True
        )
        if got.kind != "lost" and not agree(got, expected, tolerances)
    ]
    if not failing:
        return "", ""
    for found in sorted(failing, key=lambda one: _size(one[1], one[3])):
        text = _shown(spec, *found)
        if text:
            return text, _some_of(found[2].printed)
    return "", _some_of(failing[0][2].printed)


def _size(call, expected):
    """Return how many numbers there are to look at."""
    given = (*call.args, *call.kwargs.values(), *_arrays(expected.value))
    return sum(np.size(value) for value in given)


def _arrays(value):
    return value if isinstance(value, tuple) else (value,)


def _shown(spec, case, call, got, expected, tolerances):
    given = {**dict(zip(spec.parameters, call.args, strict=False)), **call.kwargs}
    blocks = [
        f"For example, {case.words}:",
        *(_named(name, value) for name, value in given.items()),
    ]
    if expected.kind == "raised":
        blocks.append(f"expected: {expected.error}")
    elif got.kind == "value" and _alike(got.value, expected.value):
        for place, (name, mine, wanted) in enumerate(parts(spec, got.value, expected.value)):
            if not fits(place, mine, wanted, tolerances):
                blocks += [_named(f"your {name}", mine), _named(f"expected {name}", wanted)]
    else:
        names = spec.returns or ("result",)
        blocks += [
            _named(f"expected {name}", wanted)
            for name, wanted in zip(names, _arrays(expected.value), strict=True)
        ]
    if None in blocks or sum(block.count("\n") + 1 for block in blocks) > MOST_LINES:
        return ""
    return "\n".join(blocks)


def _alike(mine, wanted):
    """Whether something of the right form was returned, so that its parts can be compared."""
    mine = mine if isinstance(wanted, tuple) else (mine,)
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    return (
        isinstance(mine, tuple)
        and len(mine) == len(wanted)
        and all(isinstance(one, np.ndarray) for one in mine)
    )


def _named(name, value):
    """Return a value with its name, or None if it takes too much room."""
    if not isinstance(value, np.ndarray):
        return f"{name} = {value!r}" if value is None or np.isscalar(value) else None
    if value.ndim > 2 or value.size > MOST_LINES * MOST_COLUMNS:
        return None
    if value.ndim and value.shape[-1] > MOST_COLUMNS:
        return None
    text = np.array2string(value, precision=DIGITS, max_line_width=WIDTH, threshold=value.size + 1)
    return f"{name} =\n{text}" if value.ndim > 1 else f"{name} = {text}"


def _some_of(printed):
    """Return the first lines of what a function printed."""
    lines = printed.rstrip("\n").splitlines()
    more = ["…"] if len(lines) > PRINTED_LINES else []
    return "\n".join([*lines[:PRINTED_LINES], *more])
