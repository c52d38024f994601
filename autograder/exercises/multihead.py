"""Chapter 7: splitting heads, merging them, and multi-head attention."""

import numpy as np

from . import cases as family
from .attention import BY_D_MODEL, source_exchanges
from .record import Case, FunctionCheck, call, integers, numbers, single, variants
from .steps import attending as steps
from .steps.anything import FAILING, HANDED_BACK, anywhere, built
from .steps.weighings import at_least_rows, where_masked

CHAPTER = "07-multihead"
# A line with W_O and none of the other three: no head meets those where this one raises an error.
AT_THE_LAST_MATRIX = r"^(?!.*\bW_[QKV]\b).*\bW_O\b"


def _uneven(make):
    return Case(
        "uneven",
        "when the heads do not divide the columns evenly",
        2,
        (make(4, 6), make(5, 8), make(8, 4)),
    )


def split_cases(rng):
    """Draw the cases of `split_heads`: d_model is num_heads times d_head."""
    return [
        Case(
            "ordinary",
            "on a table of tokens",
            1,
            (call(numbers(rng, 5, 6), 3), call(numbers(rng, 3, 8), 2)),
            basic=True,
        ),
        Case("batch", "with a batch axis in front", 1, (call(numbers(rng, 2, 5, 12), 3),)),
        Case("two-batch", "with two batch axes in front", 1, (call(numbers(rng, 2, 3, 5, 8), 4),)),
        Case(
            "square",
            "when n, num_heads and d_head are equal",
            1,
            (call(numbers(rng, 3, 3, 9), 3),),
        ),
        _uneven(lambda num_heads, d_model: call(numbers(rng, 3, d_model), num_heads)),
        Case("one-head", "with one head", 0.5, (call(numbers(rng, 3, 4), 1),)),
        Case("all-heads", "with a head for every column", 0.5, (call(numbers(rng, 3, 4), 4),)),
        Case("float32", "on float32 numbers", 0.5, (call(single(numbers(rng, 5, 6)), 3),)),
        Case("integers", "on whole numbers", 0.5, (call(integers(rng, 5, 6, high=9), 2),)),
        Case("single", "when there is one token", 0.5, (call(numbers(rng, 1, 6), 3),)),
    ]


def _interleaved(X, num_heads):
    *batch, n, d_model = X.shape
    heads = X.reshape(*batch, n, d_model // num_heads, num_heads)
    return np.moveaxis(heads, -1, -3)


def _reshaped(X, num_heads):
    *batch, n, d_model = X.shape
    return X.reshape(*batch, num_heads, n, d_model // num_heads)


def _in_order(*order):
    """Return a split that transposes with fixed axes."""

    def wrong(X, num_heads):
        *batch, n, d_model = X.shape
        return X.reshape(*batch, n, num_heads, d_model // num_heads).transpose(order)

    return wrong


def _first_axes(count, order):
    """Return a split that takes this many of the first axes for the batch and the tokens."""
    return lambda X, num_heads: X.reshape(*X.shape[:count], num_heads, -1).transpose(order)


def _cut_second_axis(X, num_heads):
    """Take the second axis for the columns."""
    return np.split(X, num_heads, axis=1)


def _not_moved(X, num_heads):
    *batch, n, d_model = X.shape
    return X.reshape(*batch, n, num_heads, d_model // num_heads)


def _sizes_swapped(X, num_heads):
    *batch, n, d_model = X.shape
    return np.swapaxes(X.reshape(*batch, n, d_model // num_heads, num_heads), -2, -3)


def _cut(X, num_heads):
    """Split without asking whether the columns come out even."""
    d_head = X.shape[-1] // num_heads
    return steps.split(X[..., : d_head * num_heads], num_heads)


def _cut_loop(X, num_heads):
    d_head = X.shape[-1] // num_heads
    return np.stack([X[..., i * d_head : (i + 1) * d_head] for i in range(num_heads)], axis=-3)


def _listed(X, num_heads):
    d_head = X.shape[-1] // num_heads
    return [X[..., i * d_head : (i + 1) * d_head] for i in range(num_heads)]


def _unequal(X, num_heads):
    """Let the last heads be shorter."""
    parts = np.array_split(X, num_heads, axis=-1)
    return np.stack(parts, axis=-3) if X.shape[-1] % num_heads == 0 else parts


def _refusing_with(error):
    def wrong(X, num_heads):
        if X.shape[-1] % num_heads:
            raise error("num_heads must divide d_model")
        return steps.split(X, num_heads)

    return wrong


def _answering_with(answer):
    """Return a split that answers something where the heads do not come out even."""
    return lambda X, num_heads: answer(X) if X.shape[-1] % num_heads else steps.split(X, num_heads)


SPLITS = {
    "reshape-without-transpose": (_reshaped,),
    "heads-interleaved": (_interleaved,),
    "heads-axis-not-moved": (_not_moved,),
    "head-sizes-swapped": (_sizes_swapped,),
    "heads-reversed": (lambda X, num_heads: steps.split(X, num_heads)[..., ::-1, :, :],),
}
UNCHECKED = {
    "heads-unchecked": (_cut, _cut_loop, _unequal),
    "error-returned": tuple(map(_answering_with, HANDED_BACK)),
    "error-not-raised": (_answering_with(lambda X: None),),
}

SPLIT_HEADS = FunctionCheck(
    "split_heads",
    CHAPTER,
    "7.1",
    2,
    split_cases,
    (
        *(
            misconception
            for slug, wrongs in {**SPLITS, **UNCHECKED}.items()
            for misconception in variants(slug, *wrongs)
        ),
        *variants(
            "heads-split-rows",
            lambda X, num_heads: np.stack(np.array_split(X, num_heads, axis=-2)),
            lambda X, num_heads: X.reshape(
                *X.shape[:-2], num_heads, X.shape[-2] // num_heads, X.shape[-1]
            ),
        ),
        *variants(
            "head-axis-first",
            lambda X, num_heads: np.stack(np.split(X, num_heads, axis=-1)),
            lambda X, num_heads: np.moveaxis(_not_moved(X, num_heads), -2, 0),
            lambda X, num_heads: np.split(X, num_heads, axis=-1),
            _listed,
        ),
        *variants(
            "no-batch-axes",
            _in_order(1, 0, 2),
            _first_axes(1, (1, 0, 2)),
            _cut_second_axis,
            lambda X, num_heads: np.stack(_cut_second_axis(X, num_heads)),
        ),
        *variants("batch-axis-assumed", _in_order(0, 2, 1, 3), _first_axes(2, (0, 2, 1, 3))),
        *variants(
            "head-axis-last", lambda X, num_heads: np.moveaxis(_not_moved(X, num_heads), -2, -1)
        ),
        *variants(
            "head-slices-transposed",
            lambda X, num_heads: np.swapaxes(steps.split(X, num_heads), -1, -2),
        ),
        *variants("heads-copied", lambda X, num_heads: np.stack([X] * num_heads, axis=-3)),
        *variants(
            "one-head-returned",
            lambda X, num_heads: steps.split(X, num_heads)[..., 0, :, :],
        ),
        *variants(
            "other-error",
            *(_refusing_with(e) for e in (TypeError, AssertionError, Exception, RuntimeError)),
            by=FAILING,
        ),
        *variants("heads-unchecked", _cut, by=FAILING),
        *anywhere("split_heads", (np.eye(2, 4), 2), divides=False),
    ),
)


def merge_cases(rng):
    """Draw the cases of `merge_heads`."""
    return [
        Case(
            "ordinary",
            "on the heads of one sequence",
            1,
            (call(numbers(rng, 3, 5, 2)), call(numbers(rng, 2, 3, 4))),
            basic=True,
        ),
        Case("batch", "with a batch axis in front", 1, (call(numbers(rng, 2, 3, 5, 4)),)),
        Case("two-batch", "with two batch axes in front", 1, (call(numbers(rng, 2, 3, 4, 5, 2)),)),
        Case(
            "square",
            "when n, num_heads and d_head are equal",
            1,
            (call(numbers(rng, 3, 3, 3, 3)),),
        ),
        Case("view", "on heads that `split_heads` made", 1, (_split_call(rng),)),
        Case("one-head", "with one head", 0.5, (call(numbers(rng, 1, 3, 4)),)),
        Case("float32", "on float32 numbers", 0.5, (call(single(numbers(rng, 3, 5, 2))),)),
        Case("integers", "on whole numbers", 0.5, (call(integers(rng, 3, 5, 2, high=9)),)),
        Case(
            "single",
            "when there is one token, or a head has one column",
            0.5,
            (call(numbers(rng, 3, 1, 2)), call(numbers(rng, 3, 4, 1))),
        ),
    ]


def _split_call(rng):
    """Return a call on a view whose memory is in another order than its axes."""
    return call(np.swapaxes(numbers(rng, 2, 5, 3, 4), -2, -3))


def _merge_interleaved(X):
    *batch, num_heads, n, d_head = X.shape
    return np.moveaxis(X, -3, -1).reshape(*batch, n, num_heads * d_head)


def _merge_reshaped(X):
    *batch, num_heads, n, d_head = X.shape
    return X.reshape(*batch, n, num_heads * d_head)


def _merge_in_order(*order):
    def wrong(X):
        *batch, num_heads, n, d_head = X.shape
        return X.transpose(order).reshape(*batch, n, num_heads * d_head)

    return wrong


MERGES = {
    "reshape-without-transpose": (_merge_reshaped,),
    "heads-interleaved": (_merge_interleaved,),
    "heads-reversed": (lambda X: steps.merge(X[..., ::-1, :, :]),),
}

MERGE_HEADS = FunctionCheck(
    "merge_heads",
    CHAPTER,
    "7.2",
    2,
    merge_cases,
    (
        *(
            misconception
            for slug, wrongs in MERGES.items()
            for misconception in variants(slug, *wrongs)
        ),
        *variants("heads-added", lambda X: X.sum(-3), lambda X: X.mean(-3)),
        *variants(
            "heads-stacked-as-rows",
            lambda X: X.reshape(*X.shape[:-3], X.shape[-3] * X.shape[-2], X.shape[-1]),
            lambda X: np.swapaxes(X, -2, -3).reshape(
                *X.shape[:-3], X.shape[-3] * X.shape[-2], X.shape[-1]
            ),
        ),
        *variants("heads-axis-not-merged", lambda X: np.swapaxes(X, -2, -3), lambda X: X),
        *variants("no-batch-axes", _merge_in_order(1, 0, 2)),
        *variants("batch-axis-assumed", _merge_in_order(0, 2, 1, 3)),
        *variants(
            "head-axis-first",
            lambda X: np.concatenate(list(X), axis=-1),
            lambda X: np.concatenate([X[i] for i in range(len(X))], axis=-1),
            lambda X: np.concatenate(X, axis=1),
        ),
        *variants(
            "merges-batch-too",
            lambda X: np.swapaxes(X, -2, -3).reshape(-1, X.shape[-3] * X.shape[-1]),
        ),
        *variants("one-head-returned", lambda X: X[..., 0, :, :]),
        *anywhere("merge_heads", (np.ones((2, 3, 2)),), axes=3, divides=False),
    ),
)


def multi_inputs(draw, batch, n_q, n_k, sizes):
    """Return X, memory, the four matrices and num_heads; `sizes` is (num_heads, d_head)."""
    num_heads, d_head = sizes
    width = num_heads * d_head
    return (
        draw(*batch, n_q, width),
        draw(*batch, n_k, width),
        *(draw(width, width, spread=0.5) for _ in range(4)),
        num_heads,
    )


def multi_huge(rng, size):
    """Return arguments with huge scores in both heads; d_head = 4, so that the scale is exact."""
    Q, K = family.huge_pair(rng, 2, 6, size)
    first, second = np.eye(6, 4), np.eye(6)[:, [0, 1, 4, 5]]
    widen = np.zeros((2, 8))
    project = np.vstack([np.hstack([first, second]), widen])
    return (
        np.hstack([Q, numbers(rng, 5, 2)]),
        np.hstack([K, numbers(rng, 6, 2)]),
        project,
        project,
        numbers(rng, 8, 8, spread=0.5),
        numbers(rng, 8, 8, spread=0.5),
        2,
    )


MULTI_INPUTS = family.Inputs(
    multi_inputs,
    multi_huge,
    ((4, 2), (3, 2)),
    (3, 3),
    side=3,
    alike="when the batch, n_q, n_k, num_heads and d_head are equal",
    batch=(3,),
    batches=(4, 2),
    lengths=((5, 6), (7, 4), (5, 7)),
)


def multi_cases(rng):
    """Draw the cases of `multi_head_attention`: the shared ones, and the heads' edges."""

    def ask(sizes, num_heads=None):
        *arrays, heads = multi_inputs(
            lambda *shape, spread=1.0: numbers(rng, *shape, spread=spread), (), 3, 5, sizes
        )
        return call(*arrays, num_heads or heads)

    shared = family.cases(rng, MULTI_INPUTS)
    return [
        *shared,
        Case("one-head", "with one head", 0.5, (ask((1, 4)),)),
        Case("all-heads", "with a head for every column", 0.5, (ask((4, 1)),)),
        _uneven(lambda num_heads, d_model: ask((1, d_model), num_heads)),
    ]


def _over_heads(scores, mask=None):
    """Let the heads share the weights among each other."""
    allowed = scores if mask is None else np.where(mask, scores, -np.inf)
    if scores.ndim < 3:
        return steps.weigh(scores, mask)
    return np.moveaxis(steps.weigh(np.moveaxis(allowed, -3, -1)), -1, -3)


def _first_head_masked(scores, mask=None):
    weights = steps.weigh(scores)
    if mask is not None:
        weights[..., 0, :, :] = steps.weigh(scores, mask)[..., 0, :, :]
    return weights


def _loop_over_rows(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    """Cut the matrices along their rows, and X along its columns."""
    d_head = X.shape[-1] // num_heads
    if X.shape[-1] % num_heads:
        raise ValueError("num_heads must divide d_model")
    heads = []
    for i in range(num_heads):
        cut = slice(i * d_head, (i + 1) * d_head)
        heads.append(
            steps.cross_attention()(
                X[..., cut], memory[..., cut], W_Q[cut, cut], W_K[cut, cut], W_V[cut, cut], mask
            )
        )
    output = np.concatenate([head for head, _ in heads], axis=-1) @ W_O
    return output, np.stack([weights for _, weights in heads], axis=-3)


def _single_head(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    output, weights = steps.cross_attention()(X, memory, W_Q, W_K, W_V, mask)
    return output @ W_O, weights


def _single_head_repeated(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    output, weights = steps.cross_attention()(X, memory, W_Q, W_K, W_V, mask)
    return output @ W_O, np.stack([weights] * num_heads, axis=-3)


def _mixed_by_head(mix):
    """Return multi-head attention whose heads go through W_O one by one, side by side then."""

    def wrong(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
        bare = steps.multi_head_attention(mix=lambda merged, _: merged)
        merged, weights = bare(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask)
        heads = np.split(merged, num_heads, axis=-1)
        cuts = np.split(np.arange(len(W_O)), num_heads)
        mixed = [mix(head, W_O, cut) for head, cut in zip(heads, cuts, strict=True)]
        return np.concatenate(mixed, axis=-1), weights

    return wrong


def _returning(answer):
    """Return multi-head attention that answers where the heads do not come out even."""
    right = steps.multi_head_attention()

    def wrong(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
        if X.shape[-1] % num_heads:
            return answer(X)
        return right(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask)

    return wrong


def _averaged(output, weights, scores):
    return output, weights.mean(-3)


def _summed(output, weights, scores):
    return output, weights.sum(-3)


def _kept(place):
    """Return a `merge` step that keeps one head: only its columns are left."""
    return lambda X: X[..., place, :, :]


def _mixed_alone(place):
    """Return the steps with which one head goes through its own rows of W_O."""
    rows = {0: lambda width: slice(width), -1: lambda width: slice(-width, None)}[place]
    return {
        "merge": _kept(place),
        "mix": lambda merged, W_O: merged @ W_O[rows(merged.shape[-1])],
    }


def _weights_kept(place):
    """Return an `answer` step that returns the weights of one head."""
    return lambda output, weights, scores: (output, weights[..., place, :, :])


def _same_slice(place):
    """Return a `split` step that gives every head the same slice."""
    return lambda X, num_heads: np.stack(
        [steps.split(X, num_heads)[..., place, :, :]] * num_heads, axis=-3
    )


def _ungrouped(axis):
    """Return a `per_head` step that always puts the heads' axis in one place."""
    return lambda mask: np.expand_dims(mask, axis)


def _only_vectors(mask):
    """Look for the heads' axis in the one mask that has no place for it."""
    return mask if mask.ndim > 1 else np.expand_dims(mask, -3)


EXCHANGES = [
    *(pair for pair in steps.exchanges() if pair[0] != "mask-not-broadcast"),
    *(
        pair
        for pair in source_exchanges()
        if pair[0] not in ("slices-instead-of-projects", "matrix-first")
    ),
    *(
        ("reshape-without-transpose", step)
        for step in (
            {"split": _reshaped},
            {"merge": _merge_reshaped},
            {"split": _reshaped, "merge": _merge_reshaped},
        )
    ),
    *(
        ("heads-interleaved", step)
        for step in (
            {"split": _interleaved},
            {"merge": _merge_interleaved},
            {"split": _interleaved, "merge": _merge_interleaved},
        )
    ),
    ("heads-axis-not-moved", {"split": _not_moved, "merge": lambda X: _flat(X)}),
    ("head-sizes-swapped", {"split": _sizes_swapped}),
    ("heads-reversed", {"split": SPLITS["heads-reversed"][0]}),
    ("heads-reversed", {"merge": MERGES["heads-reversed"][0]}),
    (
        "heads-unchecked",
        {"split": _cut, "mix": lambda merged, W_O: merged @ W_O[: merged.shape[-1]]},
    ),
    ("heads-added", {"merge": lambda X: X.sum(-3), "mix": lambda merged, W_O: merged}),
    ("heads-added", {"merge": lambda X: X.mean(-3), "mix": lambda merged, W_O: merged}),
    *(
        ("heads-added", {"merge": merge, "mix": lambda merged, W_O: merged @ W_O[: len(merged.T)]})
        for merge in (lambda X: X.sum(-3), lambda X: X.mean(-3))
    ),
    *(
        ("one-head-returned", {**kept, **answered})
        for place in (0, -1)
        for kept in (
            {"merge": _kept(place), "mix": lambda merged, _: merged},
            _mixed_alone(place),
        )
        for answered in ({}, {"answer": _weights_kept(place)})
    ),
    *(("same-slice-for-all", {"split": _same_slice(place)}) for place in (0, -1)),
    ("scale-by-d-model", BY_D_MODEL),
    ("scale-by-d-model", {"divide": lambda Q, K, V, d_model: d_model}),
    ("scale-by-heads", {"divide": lambda Q, K, V, d_model: np.sqrt(d_model // K.shape[-1])}),
    ("output-projection-missing", {"mix": lambda merged, W_O: merged}),
    ("output-projection-transposed", {"mix": lambda merged, W_O: merged @ W_O.T}),
    ("mask-not-per-head", {"per_head": lambda mask: mask}),
    ("mask-not-per-head", {"per_head": _ungrouped(1)}),
    ("mask-not-per-head", {"weigh": _first_head_masked}),
    ("mask-not-per-head", {"per_head": _ungrouped(0)}),
    ("mask-not-broadcast", {"per_head": _ungrouped(-3)}),
    ("mask-not-broadcast", {"weigh": where_masked(at_least_rows)}),
    (
        "mask-not-per-head",
        {"per_head": lambda mask: mask if mask.ndim > 1 else mask[..., None, :, :]},
    ),
    ("softmax-over-heads", {"weigh": _over_heads}),
    ("weights-averaged-over-heads", {"answer": _averaged}),
    ("weights-averaged-over-heads", {"answer": _summed}),
    (
        "heads-axis-in-front",
        {"answer": lambda output, weights, scores: (output, np.moveaxis(weights, -3, 0))},
    ),
]


def _flat(X):
    return X.reshape(*X.shape[:-2], X.shape[-2] * X.shape[-1])


MULTI_HEAD_ATTENTION = FunctionCheck(
    "multi_head_attention",
    CHAPTER,
    "7.3",
    4,
    multi_cases,
    (
        *built(steps.multi_head_attention, EXCHANGES),
        *variants(
            "one-head-wide",
            steps.multi_head_attention(merge=_kept(-1)),
            steps.multi_head_attention(merge=_kept(-1), answer=_weights_kept(-1)),
            steps.multi_head_attention(merge=lambda X: X),
            line=AT_THE_LAST_MATRIX,
        ),
        *variants("slices-instead-of-projects", _loop_over_rows),
        *variants("one-head-only", _single_head, _single_head_repeated),
        *variants(
            "output-projection-per-head",
            _mixed_by_head(lambda head, W_O, cut: head @ W_O[: len(cut), : len(cut)]),
            _mixed_by_head(lambda head, W_O, cut: head @ W_O[np.ix_(cut, cut)]),
            _mixed_by_head(lambda head, W_O, cut: head @ W_O[cut]),
            _mixed_by_head(lambda head, W_O, cut: head @ W_O[: len(cut)]),
        ),
        *variants("error-returned", *map(_returning, HANDED_BACK)),
        *variants("error-not-raised", _returning(lambda X: None)),
        *variants("heads-unchecked", _returning(lambda X: X), by=FAILING),
        *anywhere(
            "multi_head_attention",
            (np.eye(3, 4), np.eye(5, 4), *[np.eye(4)] * 4, 2),
            positions=(0, 1, 2),
        ),
    ),
    returns=("output", "weights"),
    weights=1,
)

CHECKS = (SPLIT_HEADS, MERGE_HEADS, MULTI_HEAD_ATTENTION)
