"""Heads in steps: split, attend in each, merge, mix. And what goes wrong in each."""

from dataclasses import replace

import numpy as np

from ..composing import Composition, merged, without
from .anything import HANDED_BACK
from .attending import ANSWERS, CROSS, DIVISORS, SOURCES, multi_head_attention
from .attending import merge as side_by_side
from .attending import split as own_columns
from .softmaxes import softmax
from .weighings import WEIGHINGS, at_least_rows, hidden, weighing

# Split: refuse heads that do not come out even, and give each its columns.


def refuse(X, num_heads):
    """Refuse heads that do not divide the columns evenly."""
    raise ValueError("num_heads must divide d_model")


def split_heads(split=own_columns, uneven=refuse):
    """Return a function like `solutions.split_heads` made of these steps."""
    return lambda X, num_heads: (uneven if X.shape[-1] % num_heads else split)(X, num_heads)


def unmoved(X, num_heads):
    """Leave the heads' axis behind the tokens'."""
    *batch, n, d_model = X.shape
    return X.reshape(*batch, n, num_heads, d_model // num_heads)


def reshaped(X, num_heads):
    """Refill the heads in reading order."""
    *batch, n, d_model = X.shape
    return X.reshape(*batch, num_heads, n, d_model // num_heads)


def interleaved(X, num_heads):
    """Deal the columns out to the heads one by one."""
    *batch, n, d_model = X.shape
    return np.moveaxis(X.reshape(*batch, n, d_model // num_heads, num_heads), -1, -3)


def sizes_swapped(X, num_heads):
    """Take the number of heads for their width."""
    *batch, n, d_model = X.shape
    return np.swapaxes(X.reshape(*batch, n, d_model // num_heads, num_heads), -2, -3)


def in_order(*order):
    """Return a split that transposes with fixed axes."""
    return lambda X, num_heads: unmoved(X, num_heads).transpose(order)


def first_axes(count, order):
    """Return a split that takes this many of the first axes for the batch and the tokens."""
    return lambda X, num_heads: X.reshape(*X.shape[:count], num_heads, -1).transpose(order)


def cut_second_axis(X, num_heads):
    """Take the second axis for the columns."""
    return np.split(X, num_heads, axis=1)


def same_slice(place):
    """Return a split that gives every head the same slice."""
    return lambda X, num_heads: np.stack(
        [own_columns(X, num_heads)[..., place, :, :]] * num_heads, axis=-3
    )


def cut(X, num_heads):
    """Split as many columns as come out even, and forget the others."""
    d_head = X.shape[-1] // num_heads
    return own_columns(X[..., : d_head * num_heads], num_heads)


def refusing_with(error):
    """Return a way to refuse with another error."""

    def refuse(X, num_heads):
        raise error("num_heads must divide d_model")

    return refuse


def answering(answer):
    """Return a way to answer where heads do not come out even, and nothing is refused."""
    return lambda X, num_heads: answer(X)


SPLITS = {
    "reshape-without-transpose": (reshaped,),
    "heads-interleaved": (interleaved,),
    "heads-axis-not-moved": (unmoved,),
    "head-sizes-swapped": (sizes_swapped,),
    "heads-reversed": (lambda X, num_heads: own_columns(X, num_heads)[..., ::-1, :, :],),
}
UNEVEN = {
    "error-returned": tuple(map(answering, HANDED_BACK)),
    "error-not-raised": (answering(lambda X: None),),
}

SPLIT = Composition(
    split_heads,
    {
        "split": merged(
            SPLITS,
            {
                "heads-split-rows": (
                    lambda X, num_heads: np.stack(np.array_split(X, num_heads, axis=-2)),
                    lambda X, num_heads: X.reshape(
                        *X.shape[:-2], num_heads, X.shape[-2] // num_heads, X.shape[-1]
                    ),
                ),
                "head-axis-first": (
                    lambda X, num_heads: np.stack(np.split(X, num_heads, axis=-1)),
                    lambda X, num_heads: np.moveaxis(unmoved(X, num_heads), -2, 0),
                    lambda X, num_heads: np.split(X, num_heads, axis=-1),
                ),
                "no-batch-axes": (
                    in_order(1, 0, 2),
                    first_axes(1, (1, 0, 2)),
                    cut_second_axis,
                    lambda X, num_heads: np.stack(cut_second_axis(X, num_heads)),
                ),
                "batch-axis-assumed": (in_order(0, 2, 1, 3), first_axes(2, (0, 2, 1, 3))),
                "head-axis-last": (
                    lambda X, num_heads: np.moveaxis(unmoved(X, num_heads), -2, -1),
                ),
                "head-slices-transposed": (
                    lambda X, num_heads: np.swapaxes(own_columns(X, num_heads), -1, -2),
                ),
                "one-head-returned": (
                    lambda X, num_heads: own_columns(X, num_heads)[..., 0, :, :],
                ),
            },
        ),
        "uneven": merged(UNEVEN, {"heads-unchecked": (cut,)}),
    },
)

# Merge: one step.


def merge_heads(merge=side_by_side):
    """Return a function like `solutions.merge_heads` made of this step."""
    return merge


def merge_interleaved(X):
    """Take the heads' columns in turn."""
    *batch, num_heads, n, d_head = X.shape
    return np.moveaxis(X, -3, -1).reshape(*batch, n, num_heads * d_head)


def merge_reshaped(X):
    """Refill the rows in reading order."""
    *batch, num_heads, n, d_head = X.shape
    return X.reshape(*batch, n, num_heads * d_head)


def merge_in_order(*order):
    """Return a merge that transposes with fixed axes."""

    def merge(X):
        *batch, num_heads, n, d_head = X.shape
        return X.transpose(order).reshape(*batch, n, num_heads * d_head)

    return merge


MERGES = {
    "reshape-without-transpose": (merge_reshaped,),
    "heads-interleaved": (merge_interleaved,),
    "heads-reversed": (lambda X: side_by_side(X[..., ::-1, :, :]),),
}

MERGE = Composition(
    merge_heads,
    {
        "merge": merged(
            MERGES,
            {
                "heads-added": (lambda X: X.sum(-3), lambda X: X.mean(-3)),
                "heads-stacked-as-rows": (
                    lambda X: X.reshape(*X.shape[:-3], X.shape[-3] * X.shape[-2], X.shape[-1]),
                    lambda X: np.swapaxes(X, -2, -3).reshape(
                        *X.shape[:-3], X.shape[-3] * X.shape[-2], X.shape[-1]
                    ),
                ),
                "heads-axis-not-merged": (lambda X: np.swapaxes(X, -2, -3), lambda X: X),
                "no-batch-axes": (merge_in_order(1, 0, 2),),
                "batch-axis-assumed": (merge_in_order(0, 2, 1, 3),),
                "head-axis-first": (
                    lambda X: np.concatenate(list(X), axis=-1),
                    lambda X: np.concatenate([X[i] for i in range(len(X))], axis=-1),
                    lambda X: np.concatenate(X, axis=1),
                ),
                "merges-batch-too": (
                    lambda X: np.swapaxes(X, -2, -3).reshape(-1, X.shape[-3] * X.shape[-1]),
                ),
                "one-head-returned": (lambda X: X[..., 0, :, :],),
            },
        ),
    },
)

# All of it: sources, split, the mask for the heads, attention in each, merge, mix.


def unmixed(merged_heads, W_O):
    """Leave the last matrix out."""
    return merged_heads


def as_many_rows(merged_heads, W_O):
    """Take as many rows of the last matrix as there are columns."""
    return merged_heads @ W_O[: merged_heads.shape[-1]]


def over_heads(scores, axis=-1):
    """Let the heads share the weights among each other."""
    if scores.ndim < 3:
        return softmax(scores)
    return np.moveaxis(softmax(np.moveaxis(scores, -3, -1)), -1, -3)


def first_head_hidden(scores, mask):
    """Hide from the first head only."""
    scores = np.array(scores, dtype=float)
    scores[..., 0, :, :] = hidden(scores, mask)[..., 0, :, :]
    return scores


def kept(place):
    """Return a merge that keeps one head: only its columns are left."""
    return lambda X: X[..., place, :, :]


def its_rows(place):
    """Return a way to send one head through its own rows of the last matrix."""
    rows = {0: lambda width: slice(width), -1: lambda width: slice(-width, None)}[place]
    return lambda merged_heads, W_O: merged_heads @ W_O[rows(merged_heads.shape[-1])]


def weights_kept(place):
    """Return an answer with the weights of one head."""
    return lambda output, weights, scores: (output, weights[..., place, :, :])


def heads_axis_at(axis):
    """Return a way to give the mask an axis for the heads, always in one place."""
    return lambda mask: np.expand_dims(mask, axis)


MULTI = replace(
    CROSS,
    build=multi_head_attention,
    wrong={
        **CROSS.wrong,
        "sources": without(SOURCES, "slices-instead-of-projects", "matrix-first"),
        "divide": merged(
            DIVISORS,
            {
                "scale-by-d-model": (
                    lambda Q, K, V, d_model: np.sqrt(d_model),
                    lambda Q, K, V, d_model: d_model,
                ),
                "scale-by-heads": (lambda Q, K, V, d_model: np.sqrt(d_model // K.shape[-1]),),
            },
        ),
        "weigh": merged(
            without(WEIGHINGS, "mask-not-broadcast"),
            {
                "mask-not-per-head": (weighing(hide=first_head_hidden),),
                "mask-not-broadcast": (weighing(hide=at_least_rows),),
                "softmax-over-heads": (weighing(soften=over_heads),),
            },
        ),
        "split": merged(
            {slug: SPLITS[slug] for slug in ("reshape-without-transpose", "heads-interleaved")},
            {slug: SPLITS[slug] for slug in ("head-sizes-swapped", "heads-reversed")},
            {"same-slice-for-all": (same_slice(0), same_slice(-1))},
        ),
        "merge": MERGES,
        "per_head": {
            "mask-not-per-head": (
                lambda mask: mask,
                heads_axis_at(1),
                heads_axis_at(0),
                lambda mask: mask if mask.ndim > 1 else mask[..., None, :, :],
                lambda mask: mask[:, np.newaxis] if mask.ndim > 2 else mask,
            ),
            "mask-not-broadcast": (heads_axis_at(-3),),
        },
        "mix": {
            "output-projection-missing": (unmixed,),
            "output-projection-transposed": (lambda merged_heads, W_O: merged_heads @ W_O.T,),
        },
        "answer": merged(
            ANSWERS,
            {
                "weights-averaged-over-heads": (
                    lambda output, weights, scores: (output, weights.mean(-3)),
                    lambda output, weights, scores: (output, weights.sum(-3)),
                ),
                "heads-axis-in-front": (
                    lambda output, weights, scores: (output, np.moveaxis(weights, -3, 0)),
                ),
            },
        ),
    },
    together=(
        *CROSS.together,
        ("reshape-without-transpose", {"split": reshaped, "merge": merge_reshaped}),
        ("heads-interleaved", {"split": interleaved, "merge": merge_interleaved}),
        (
            "heads-axis-not-moved",
            {"split": unmoved, "merge": lambda X: X.reshape(*X.shape[:-2], -1)},
        ),
        ("heads-unchecked", {"split": cut, "mix": as_many_rows}),
        *(
            ("heads-added", {"merge": merge, "mix": mix})
            for mix in (unmixed, as_many_rows)
            for merge in (lambda X: X.sum(-3), lambda X: X.mean(-3))
        ),
        *(
            ("one-head-returned", {"merge": kept(place), "mix": mix, **answer})
            for place in (0, -1)
            for mix in (unmixed, its_rows(place))
            for answer in ({}, {"answer": weights_kept(place)})
        ),
    ),
)
