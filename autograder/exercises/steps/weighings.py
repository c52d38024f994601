"""Wrong ways from scores to weights: each takes ``(scores, mask=None)``.

`masked_softmax` shows them bare; `attention`, `cross_attention` and `multi_head_attention` have
them as one step of several. Without a mask the masking mistakes answer as the right one does.
"""

import numpy as np

from . import softmaxes as soft


def weigh(scores, mask=None):
    """Return the right weights; a row that may read nothing gets weights of 0."""
    return soft.softmax(scores if mask is None else np.where(mask, scores, -np.inf))


def with_softmax(wrong):
    """Return a weighing that masks rightly and then uses a wrong softmax."""
    return lambda scores, mask=None: wrong(
        scores if mask is None else np.where(mask, scores, -np.inf), -1
    )


def where_masked(wrong):
    """Return a weighing that is wrong only where there is a mask."""
    return lambda scores, mask=None: weigh(scores) if mask is None else wrong(scores, mask)


def filled(value):
    """Put a number in the place of hidden scores."""
    return lambda scores, mask: soft.softmax(np.where(mask, scores, value))


def added(value):
    """Add a number to hidden scores."""
    return lambda scores, mask: soft.softmax(scores + np.where(mask, 0.0, value))


def inverted(scores, mask):
    """Take True for "hide"."""
    return weigh(scores, ~mask)


def inverted_nan(scores, mask):
    """Take True for "hide", with -inf and no care for empty rows."""
    return rows_of_nan(scores, ~mask)


def inverted_filled(scores, mask):
    """Take True for "hide", with a large negative number."""
    return filled(-1e9)(scores, ~mask)


def after_softmax(scores, mask):
    """Put weights to 0 and leave the others as they are."""
    return soft.softmax(scores) * mask


def rows_of_nan(scores, mask):
    """Compute -inf minus -inf where a row may read nothing."""
    allowed = np.where(mask, scores, -np.inf)
    e = np.exp(allowed - np.max(allowed, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def nan_of_zeros(scores, mask):
    """Compute 0 / 0 where a row may read nothing, and overflow."""
    e = np.exp(scores) * mask
    return e / np.sum(e, axis=-1, keepdims=True)


def times_inf(scores, mask):
    """Compute 0 times -inf where nothing is hidden."""
    return soft.softmax(scores + (1 - mask) * -np.inf)


def times_inf_nan(scores, mask):
    """Compute 0 times -inf, and -inf minus -inf where a row may read nothing."""
    allowed = scores + (1 - mask) * -np.inf
    e = np.exp(allowed - np.max(allowed, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def on_rows(scores, mask):
    """Let the mask hide queries in place of keys."""
    return weigh(scores, mask[:, np.newaxis] if mask.ndim == 1 else np.swapaxes(mask, -1, -2))


def turned(wrong):
    """Return a weighing whose mask is transposed with all its axes."""
    return lambda scores, mask: wrong(scores, mask.T)


def on_rows_nan(scores, mask):
    """Let the mask hide queries, with NaN where a row may read nothing."""
    return rows_of_nan(scores, mask[:, None] if mask.ndim == 1 else np.swapaxes(mask, -1, -2))


def by_index(scores, mask):
    """Use the mask as an index, which asks for the same axes."""
    allowed = np.array(scores, dtype=np.result_type(scores, np.float32))
    allowed[~mask] = -np.inf
    return soft.softmax(allowed)


def by_index_filled(scores, mask):
    """Use the mask as an index, with a large negative number."""
    allowed = np.array(scores, dtype=np.result_type(scores, np.float32))
    allowed[~mask] = -1e9
    return soft.softmax(allowed)


def by_index_nan(scores, mask):
    """Use the mask as an index, with NaN where a row may read nothing."""
    allowed = np.array(scores, dtype=np.result_type(scores, np.float32))
    allowed[~mask] = -np.inf
    return soft.plain(allowed)


def same_shape_asserted(scores, mask):
    """Ask for a mask of the scores' shape."""
    assert mask.shape == scores.shape, "mask and scores differ in shape"
    return weigh(scores, mask)


def at_least_rows(scores, mask):
    """Ask for a mask with two axes or more."""
    _rows, _columns = mask.shape[-2:]
    return weigh(scores, mask)


def same_axes(scores, mask):
    """Ask for a mask with as many axes as the scores."""
    if mask.ndim != scores.ndim:
        raise ValueError("mask and scores differ in axes")
    return weigh(scores, mask)


def largest_of_all(scores, mask):
    """Subtract the largest score of all, hidden ones included."""
    e = soft.raised(scores) * mask
    return e / np.sum(e, axis=-1, keepdims=True)


def largest_of_all_guarded(scores, mask):
    """Subtract the largest score of all, and let sums of 0 give 0."""
    return soft.shares(soft.raised(scores) * mask)


def overflowing(scores, mask):
    """Take exponentials of scores as they are, and let sums of 0 give 0."""
    return soft.shares(np.where(mask, np.exp(scores), 0.0))


def overflowing_hidden(scores, mask):
    """Take exponentials of hidden scores too: infinity times 0 is NaN."""
    return soft.shares(np.exp(scores) * mask)


def overflowing_nan(scores, mask):
    """Take exponentials of scores as they are, with NaN where nothing may be read."""
    return np.where(np.any(mask, axis=-1, keepdims=True), overflowing(scores, mask), np.nan)


def overflowing_plus(tiny):
    """Return a weighing of exponentials as they are, with a tiny number on top of the sum."""

    def wrong(scores, mask):
        e = np.exp(scores) * mask
        return e / (np.sum(e, axis=-1, keepdims=True) + tiny)

    return wrong


def dropped(scores, mask):
    """Forget the mask."""
    return soft.softmax(scores)


def dropped_late(scores, mask):
    """Use the mask to find the largest score, and forget it then."""
    largest = np.max(np.where(mask, scores, -np.inf), axis=-1, keepdims=True)
    return soft.shares(np.exp(scores - np.where(np.isneginf(largest), 0, largest)))


def first_row(scores, mask):
    """Use the mask's first row for every query."""
    return weigh(scores, mask if mask.ndim == 1 else mask[..., :1, :])


def added_itself(scores, mask):
    """Add the mask to the scores: True counts 1."""
    return soft.softmax(scores + mask)


def truth_value(scores, mask):
    """Ask whether the mask is true."""
    if mask:
        return weigh(scores, mask)
    return soft.softmax(scores)


def zeros_hidden(scores, mask):
    """Multiply by the mask, and hide whatever is 0 then."""
    kept = scores * mask
    return soft.softmax(np.where(kept == 0, -np.inf, kept))


def zeros_hidden_nan(scores, mask):
    """Hide whatever is 0 too, with NaN where nothing may be read."""
    return rows_of_nan(scores, (scores * mask) != 0)


def unmasked_when_empty(scores, mask):
    """Read everything where nothing may be read."""
    return weigh(scores, mask | ~np.any(mask, axis=-1, keepdims=True))


WEAK = (-1e-9, 1e-9, -2.0, -5.0, -10.0, -20.0, -50.0, -100.0, -1e3, -1e4)
STRONG = (-1e5, -1e6, -1e9, -1e10, -1e12, -1e15, -1e20, -1e30)

MASKING = {
    "mask-not-passed": (dropped, dropped_late),
    "mask-inverted": (inverted, inverted_nan, inverted_filled, added(1e9)),
    "mask-fills-zero": (filled(0.0),),
    "mask-too-weak": (
        *(filled(value) for value in (*WEAK, -1.0)),
        *(added(value) for value in WEAK),
    ),
    "mask-after-softmax": (after_softmax,),
    "max-includes-masked": (largest_of_all, largest_of_all_guarded),
    "no-max-subtraction": (
        overflowing,
        overflowing_hidden,
        overflowing_nan,
        nan_of_zeros,
        overflowing_plus(1e-9),
    ),
    "global-max": (with_softmax(soft.global_max_guarded), with_softmax(soft.global_max)),
    "shift-not-the-max": (with_softmax(soft.shifted_up),),
    "empty-row-nan": (rows_of_nan,),
    "empty-row-uniform": (
        *(way(value) for value in STRONG for way in (filled, added)),
        unmasked_when_empty,
    ),
    "mask-times-inf": (times_inf, times_inf_nan),
    "masks-queries": (
        on_rows,
        on_rows_nan,
        *(turned(wrong) for wrong in (weigh, rows_of_nan, filled(-1e9))),
    ),
    "mask-not-broadcast": (
        by_index,
        by_index_filled,
        by_index_nan,
        same_shape_asserted,
        at_least_rows,
        same_axes,
    ),
    "mask-added": (added_itself,),
    "zero-scores-hidden": (zeros_hidden, zeros_hidden_nan),
    "mask-first-row-only": (first_row,),
}


BY_CASES = {"mask-not-broadcast"}  # recognised by which cases fail: see `Misconception.by`
OPTIONAL = {"mask-truth-value": (truth_value,)}
# Here `mask` may be None, which NumPy's `where` takes for False.
WITHOUT_MASK = {
    "mask-none-hides-all": (
        lambda scores, mask: soft.softmax(np.where(mask, scores, -np.inf)),
        rows_of_nan,
        filled(-1e9),
    )
}


def weighings(optional=True):
    """Return every wrong weighing as a list of (slug, function).

    Parameters
    ----------
    optional : bool
        Whether the mask may be left out, so that some mistakes show only where there is one.
    """
    masking = {**MASKING, **(OPTIONAL if optional else {})}
    rowwise = [
        (slug, with_softmax(wrong)) for slug, wrongs in soft.ROWWISE.items() for wrong in wrongs
    ]
    masked = [(slug, where_masked(wrong)) for slug, wrongs in masking.items() for wrong in wrongs]
    maskless = [(slug, wrong) for slug, wrongs in WITHOUT_MASK.items() for wrong in wrongs]
    return rowwise + masked + (maskless if optional else [])
