"""From scores to weights in steps: hide, soften, keep. And what goes wrong in each.

`masked_softmax` shows them bare; for `attention`, `cross_attention` and `multi_head_attention` the
whole weighing is one step of several. Without a mask the masking mistakes answer as the right one
does.
"""

import numpy as np

from ..composing import Composition, merged
from . import softmaxes as soft


def hidden(scores, mask):
    """Put -inf where nothing may be read."""
    return np.where(mask, scores, -np.inf)


def as_they_are(weights, mask):
    """Leave the weights alone after the softmax."""
    return weights


def weighing(hide=hidden, soften=soft.softmax, keep=as_they_are):
    """Return a function from (scores, mask) to weights, made of these steps."""

    def weigh(scores, mask=None):
        if mask is None:
            return soften(scores, -1)
        return keep(soften(hide(scores, mask), -1), mask)

    return weigh


weigh = weighing()


def filled(value):
    """Return a way to put a number in the place of hidden scores."""
    return lambda scores, mask: np.where(mask, scores, value)


def added(value):
    """Return a way to add a number to hidden scores."""
    return lambda scores, mask: scores + np.where(mask, 0.0, value)


def inverted(scores, mask):
    """Take True for "hide"."""
    return hidden(scores, ~mask)


def nothing_hidden(scores, mask):
    """Forget the mask."""
    return scores


def times_inf(scores, mask):
    """Compute 0 times -inf where nothing is hidden."""
    return scores + (1 - mask) * -np.inf


def on_rows(scores, mask):
    """Let the mask hide queries in place of keys."""
    return hidden(scores, mask[:, np.newaxis] if mask.ndim == 1 else np.swapaxes(mask, -1, -2))


def turned(hide):
    """Return a way to hide by the mask that is transposed with all its axes."""
    return lambda scores, mask: hide(scores, mask.T)


def by_index(value):
    """Return a way to use the mask as an index, which asks for the same axes."""

    def hide(scores, mask):
        allowed = np.array(scores, dtype=np.result_type(scores, np.float32))
        allowed[~mask] = value
        return allowed

    return hide


def same_shape_asserted(scores, mask):
    """Ask for a mask of the scores' shape."""
    assert mask.shape == scores.shape, "mask and scores differ in shape"
    return hidden(scores, mask)


def at_least_rows(scores, mask):
    """Ask for a mask with two axes or more."""
    _rows, _columns = mask.shape[-2:]
    return hidden(scores, mask)


def same_axes(scores, mask):
    """Ask for a mask with as many axes as the scores."""
    if mask.ndim != scores.ndim:
        raise ValueError("mask and scores differ in axes")
    return hidden(scores, mask)


def first_row(scores, mask):
    """Use the mask's first row for every query."""
    return hidden(scores, mask if mask.ndim == 1 else mask[..., :1, :])


def zeros_hidden(scores, mask):
    """Multiply by the mask, and hide whatever is 0 then."""
    kept = scores * mask
    return np.where(kept == 0, -np.inf, kept)


def unmasked_when_empty(scores, mask):
    """Read everything where nothing may be read."""
    return hidden(scores, mask | ~np.any(mask, axis=-1, keepdims=True))


def nan_when_empty(hide):
    """Return the steps that hide in this way, and give NaN where a row may read nothing."""
    return {"hide": hide, "soften": soft.plain}


WEAK = (-1e-9, 1e-9, -2.0, -5.0, -10.0, -20.0, -50.0, -100.0, -1e3, -1e4)
STRONG = (-1e5, -1e6, -1e9, -1e10, -1e12, -1e15, -1e20, -1e30)

MASKED = Composition(
    weighing,
    {
        "hide": {
            "mask-not-passed": (nothing_hidden,),
            "mask-inverted": (
                inverted,
                lambda scores, mask: filled(-1e9)(scores, ~mask),
                added(1e9),
            ),
            "mask-fills-zero": (filled(0.0),),
            "mask-too-weak": (
                *(filled(value) for value in (*WEAK, -1.0)),
                *(added(value) for value in WEAK),
            ),
            "empty-row-uniform": (
                *(way(value) for value in STRONG for way in (filled, added)),
                unmasked_when_empty,
            ),
            "mask-times-inf": (times_inf,),
            "masks-queries": (on_rows, turned(hidden), turned(filled(-1e9))),
            "mask-not-broadcast": (
                by_index(-np.inf),
                by_index(-1e9),
                same_shape_asserted,
                at_least_rows,
                same_axes,
            ),
            "mask-added": (lambda scores, mask: scores + mask,),
            "zero-scores-hidden": (zeros_hidden,),
            "mask-first-row-only": (first_row,),
        },
        "soften": merged(soft.ROWWISE, {"empty-row-nan": (soft.plain,)}),
    },
    together=(
        ("mask-after-softmax", {"hide": nothing_hidden, "keep": np.multiply}),
        ("mask-inverted", nan_when_empty(inverted)),
        ("mask-times-inf", nan_when_empty(times_inf)),
        ("masks-queries", nan_when_empty(on_rows)),
        ("masks-queries", nan_when_empty(turned(hidden))),
        ("mask-not-broadcast", nan_when_empty(by_index(-np.inf))),
        (
            "zero-scores-hidden",
            nan_when_empty(lambda scores, mask: hidden(scores, (scores * mask) != 0)),
        ),
    ),
    by_cases=frozenset({"mask-not-broadcast"}),
)

# What takes scores and mask at once, and is no single step: each takes (scores, mask).


def forgotten_late(scores, mask):
    """Use the mask to find the largest score, and forget it then."""
    largest = np.max(hidden(scores, mask), axis=-1, keepdims=True)
    return soft.shares(np.exp(scores - np.where(np.isneginf(largest), 0, largest)))


def over_the_sum(e):
    """Divide by the sum of each row: 0 / 0 is NaN."""
    return e / np.sum(e, axis=-1, keepdims=True)


def overflowing(scores, mask):
    """Take exponentials of scores as they are, and let sums of 0 give 0."""
    return soft.shares(np.where(mask, np.exp(scores), 0.0))


def overflowing_nan(scores, mask):
    """Take exponentials of scores as they are, with NaN where nothing may be read."""
    return np.where(np.any(mask, axis=-1, keepdims=True), overflowing(scores, mask), np.nan)


def overflowing_plus(tiny):
    """Return a weighing of exponentials as they are, with a tiny number on top of the sum."""

    def wrong(scores, mask):
        e = np.exp(scores) * mask
        return e / (np.sum(e, axis=-1, keepdims=True) + tiny)

    return wrong


WHOLE = {
    "mask-not-passed": (forgotten_late,),
    "max-includes-masked": (
        lambda scores, mask: over_the_sum(soft.raised(scores) * mask),
        lambda scores, mask: soft.shares(soft.raised(scores) * mask),
    ),
    "no-max-subtraction": (
        overflowing,
        lambda scores, mask: soft.shares(np.exp(scores) * mask),
        overflowing_nan,
        lambda scores, mask: over_the_sum(np.exp(scores) * mask),
        overflowing_plus(1e-9),
    ),
    "global-max": tuple(
        weighing(soften=wrong) for wrong in (soft.global_max_guarded, soft.global_max)
    ),
    "shift-not-the-max": (weighing(soften=soft.shifted_up),),
}

# The same as a step of attention, where the mask may be left out.


def where_masked(wrong):
    """Return a weighing that is wrong only where there is a mask."""
    return lambda scores, mask=None: weigh(scores) if mask is None else wrong(scores, mask)


def by_truth(scores, mask):
    """Ask whether the mask is true."""
    return hidden(scores, mask) if mask else scores


def none_hides_all(hide, soften=soft.softmax):
    """Return a weighing for which no mask is a mask: NumPy's `where` takes None for False."""
    return lambda scores, mask=None: soften(hide(scores, mask), -1)


def causal(scores):
    """Return who may read whom, if nobody may look ahead."""
    return np.tril(np.ones(scores.shape[-2:], dtype=bool))


WEIGHINGS = merged(
    MASKED.versions(),
    {slug: tuple(map(where_masked, wrongs)) for slug, wrongs in WHOLE.items()},
    {
        "mask-truth-value": (weighing(hide=by_truth),),
        "mask-none-hides-all": (
            none_hides_all(hidden),
            none_hides_all(hidden, soft.plain),
            none_hides_all(filled(-1e9)),
        ),
        "always-causal": (
            lambda scores, mask=None: weigh(scores, causal(scores) if mask is None else mask),
            lambda scores, mask=None: weigh(
                scores, causal(scores) & (True if mask is None else mask)
            ),
            lambda scores, mask=None: weigh(scores, causal(scores)),
        ),
    },
)
