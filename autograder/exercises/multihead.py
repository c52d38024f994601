"""Chapter 7: splitting heads, merging them, and multi-head attention."""

import numpy as np

from . import cases as family
from .attention import SECTIONS
from .record import (
    Case,
    FunctionCheck,
    call,
    integers,
    numbers,
    random_mask,
    single,
    variants,
    whole,
)
from .small import SMALL
from .steps import attending as steps
from .steps import heads
from .steps.anything import FAILING, HANDED_BACK, anywhere

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
            "three-batch",
            "with three batch axes in front",
            0.5,
            (call(numbers(rng, 2, 1, 3, 5, 6), 2),),
        ),
        Case(
            "square",
            "when n, num_heads and d_head are equal",
            1,
            (call(numbers(rng, 3, 3, 9), 3),),
        ),
        _uneven(lambda num_heads, d_model: call(numbers(rng, 3, d_model), num_heads)),
        Case(
            "uneven-batch",
            "when the heads do not divide the columns of a batch evenly",
            0.5,
            (call(single(numbers(rng, 2, 3, 8)), 3), call(integers(rng, 3, 8), 3)),
        ),
        Case("one-head", "with one head", 0.5, (call(numbers(rng, 3, 4), 1),)),
        Case("all-heads", "with a head for every column", 0.5, (call(numbers(rng, 3, 4), 4),)),
        Case(
            "float32",
            "on float32 numbers",
            0.5,
            (call(single(numbers(rng, 5, 6)), 3), call(single(numbers(rng, 2, 5, 8)), 4)),
        ),
        Case(
            "integers",
            "on whole numbers",
            0.5,
            (call(integers(rng, 5, 6, high=9), 2), call(integers(rng, 2, 5, 8, high=9), 4)),
        ),
        Case("single", "when there is one token", 0.5, (call(numbers(rng, 1, 6), 3),)),
    ]


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
            "three-batch",
            "with three batch axes in front",
            0.5,
            (call(numbers(rng, 2, 1, 3, 4, 5, 2)),),
        ),
        Case(
            "square",
            "when n, num_heads and d_head are equal",
            1,
            (call(numbers(rng, 3, 3, 3, 3)),),
        ),
        Case("view", "on heads that `split_heads` made", 1, (_split_call(rng),)),
        Case("one-head", "with one head", 0.5, (call(numbers(rng, 1, 3, 4)),)),
        Case(
            "float32",
            "on float32 numbers",
            0.5,
            (call(single(numbers(rng, 3, 5, 2))), call(single(numbers(rng, 2, 3, 5, 4)))),
        ),
        Case(
            "integers",
            "on whole numbers",
            0.5,
            (call(integers(rng, 3, 5, 2, high=9)), call(integers(rng, 2, 3, 5, 4, high=9))),
        ),
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
    ((4, 2), (2, 3)),
    (3, 3),
    sequences=2,
    side=3,
    alike="when the batch, n_q, n_k, num_heads and d_head are equal",
    batch=(3,),
    batches=(3, 2),
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
    X, memory, *matrices, _ = multi_inputs(
        lambda *shape, spread=1.0: numbers(rng, *shape, spread=spread), (2,), 3, 5, (1, 8)
    )
    uneven = [
        family.as_single(call(X, memory, *matrices, 3, mask=random_mask(rng, 3, 5))),
        call(*(whole(array) for array in (X[0], memory[0], *matrices)), 3),
    ]
    return [
        *shared,
        Case("one-head", "with one head", 0.5, (ask((1, 4)),)),
        Case("all-heads", "with a head for every column", 0.5, (ask((4, 1)),)),
        _uneven(lambda num_heads, d_model: ask((1, d_model), num_heads)),
        Case(
            "uneven-batch",
            "when the heads do not divide the columns of a batch evenly",
            0.5,
            tuple(uneven),
        ),
    ]


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


CHECKS = (
    FunctionCheck(
        name="split_heads",
        chapter=CHAPTER,
        number="7.1",
        points=2,
        cases=split_cases,
        steps=heads.SPLIT,
        others=(
            *variants("heads-unchecked", _cut_loop, _unequal),
            *variants("head-axis-first", _listed),
            *variants("heads-copied", lambda X, num_heads: np.stack([X] * num_heads, axis=-3)),
            *variants(
                "other-error",
                *(
                    heads.split_heads(uneven=heads.refusing_with(error))
                    for error in (TypeError, AssertionError, Exception, RuntimeError)
                ),
                by=FAILING,
            ),
            *variants("heads-unchecked", heads.cut, by=FAILING),
            *anywhere("split_heads", (np.eye(2, 4), 2), divides=False),
        ),
        section="split-not-reshape",
        small=SMALL["split_heads"],
        sections={"batch-axes": ["batch", "two-batch"]},
    ),
    FunctionCheck(
        name="merge_heads",
        chapter=CHAPTER,
        number="7.2",
        points=2,
        cases=merge_cases,
        steps=heads.MERGE,
        others=anywhere("merge_heads", (np.ones((2, 3, 2)),), axes=3, divides=False),
        section="split-not-reshape",
        small=SMALL["merge_heads"],
        sections={"batch-axes": ["batch", "two-batch"]},
    ),
    FunctionCheck(
        name="multi_head_attention",
        chapter=CHAPTER,
        number="7.3",
        points=4,
        cases=multi_cases,
        steps=heads.MULTI,
        others=(
            *variants(
                "one-head-wide",
                steps.multi_head_attention(merge=heads.kept(-1)),
                steps.multi_head_attention(merge=heads.kept(-1), answer=heads.weights_kept(-1)),
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
                whole=3,
            ),
        ),
        section="several-blends",
        small=SMALL["multi_head_attention"],
        sections={
            **SECTIONS,
            "masks": ["mask", "mask-square", "large-masked"],
            "mask-for-heads": ["batch-mask", "mask-shared", "mask-one-row", "mask-vector"],
        },
        returns=("output", "weights"),
        weights=1,
    ),
)
