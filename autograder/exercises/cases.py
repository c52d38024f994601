"""The cases that every function with scores and a mask shares.

`masked_softmax`, `attention`, `cross_attention` and `multi_head_attention` differ in what they are
given; what can go wrong with batch axes, masks and large scores is the same for all four.
"""

from dataclasses import dataclass

import numpy as np

from .record import Case, integers, mixed, numbers, random_mask, single
from .record import call as make_call

HUGE = 9996.0  # with a few units of spread, scores stay within the contract's 1e4
HUNDREDS = 400.0  # exponentials of such scores are large and small, and still floats
FEW = (2, 3)  # two batch axes, where masks have as many axes as scores
HIGH = np.arange(6) < 3  # the keys whose score is high in the rows with both ends


@dataclass(frozen=True)
class Inputs:
    """How to make a function's arguments.

    Attributes
    ----------
    ask : callable
        ``ask(draw, batch, n_q, n_k, sizes)`` returns the arguments without the mask;
        ``draw(*shape, spread=1)`` returns numbers.
    huge : callable
        ``huge(rng, size)`` returns arguments for 5 queries and 6 keys whose scores are near `size`,
        near -`size`, of ordinary size, and in the last two rows at both ends.
    sizes : tuple of tuple
        The function's own dimensions, for two ordinary calls; all different.
    equal : tuple
        Its own dimensions where everything has length `side`.
    sequences : int
        How many of the first arguments have batch axes.
    side : int
        That length.
    alike : str
        The same in a learner's words.
    optional : bool
        Whether the function also works without a mask; it is then given by name.
    batch, batches : tuple of int
        One batch axis, and two.
    lengths : tuple of tuple
        (n_q, n_k) of the first and the second ordinary call, and with two batch axes.
    """

    ask: object
    huge: object
    sizes: tuple
    equal: tuple
    sequences: int
    side: int = 4
    alike: str = "when the batch, n_q, n_k, d_k and d_v are equal"
    optional: bool = True
    batch: tuple = (2,)
    batches: tuple = (2, 3)
    lengths: tuple = ((3, 5), (6, 4), (4, 6))

    def call(self, args, mask=None):
        """Return the call with these arguments and this mask."""
        if self.optional:
            return make_call(*args) if mask is None else make_call(*args, mask=mask)
        return make_call(*args, mask)


def cases(rng, inputs):
    """Draw the shared cases, the ordinary one first."""
    first, second = inputs.sizes
    one, two = inputs.batch, inputs.batches
    (n_q, n_k), more_queries, (b_q, b_k) = inputs.lengths
    call, side = inputs.call, inputs.side

    def draw(*shape, spread=1.0):
        return numbers(rng, *shape, spread=spread)

    def whole(*shape, spread=1.0):
        return integers(rng, *shape, low=-1, high=1)

    def ask(batch, n_q, n_k, sizes=first, draw=draw):
        return inputs.ask(draw, batch, n_q, n_k, sizes)

    def mask(*shape):
        return random_mask(rng, *shape)

    def bare(batch, n_q, n_k, sizes=first, draw=draw):
        """Return a call without a mask, or with an ordinary one where it is needed."""
        args = ask(batch, n_q, n_k, sizes, draw)
        return call(args, None if inputs.optional else mask(*batch, n_q, n_k))

    def said(ordinary):
        """Return the call with its missing mask said to be None."""
        return make_call(*ordinary.args, mask=None) if inputs.optional else ordinary

    def emptied(*shape):
        """Draw a mask with an empty row, in each matrix of a batch another one."""
        drawn = mask(*shape)
        rows = drawn.reshape(-1, *shape[-2:])
        for place, one in enumerate(rows):
            one[(place + 1) % shape[-2]] = False
        return drawn

    def off_the_grid(args):
        """Return the arguments with scores that float32 cannot hold."""
        first, *rest = args
        return first + rng.uniform(0, 0.1, first.shape), *rest

    def stacked():
        """Return two calls with huge scores as one batch."""
        pairs = zip(inputs.huge(rng, HUGE), inputs.huge(rng, HUGE), strict=True)
        return tuple(
            np.stack(pair) if place < inputs.sequences else pair[0]
            for place, pair in enumerate(pairs)
        )

    def blended():
        """Return the case with arrays of several kinds, where there are several."""
        arrays = [a for a in ask((), n_q, n_k) if isinstance(a, np.ndarray)]
        rest = ask((), n_q, n_k)[len(arrays) :]
        calls = [call((*kinds, *rest)) for kinds in mixed(*arrays)] if len(arrays) > 1 else []
        words = "when whole numbers and fractions meet"
        return [Case("mixed", words, 0.5, tuple(calls))] if calls else []

    def matrix():
        return ask((), n_q, n_k)

    def masked(shape, args):
        return call(args, mask(*shape))

    equal = ask((side,), side, side, inputs.equal)
    thrice = 3 * np.array(inputs.equal, dtype=int) // side
    equal_twice = ask((3, 3), 3, 3, tuple(thrice.tolist()))
    huge, some = inputs.huge(rng, HUGE), inputs.huge(rng, HUNDREDS)
    partly = mask(n_q, n_k)
    partly[1] = True
    zeros, *others = matrix()
    zeros[0] = 0
    only_first = np.arange(n_q)[:, np.newaxis] != 1
    found = [
        Case(
            "ordinary",
            "without a mask" if inputs.optional else "on ordinary scores and masks",
            1,
            (bare((), n_q, n_k), said(bare((), *more_queries, second))),
            basic=True,
        ),
    ]
    if inputs.optional:
        found.append(
            Case(
                "mask",
                "with a mask",
                3,
                (
                    masked((n_q, n_k), matrix()),
                    masked(more_queries, ask((), *more_queries, second)),
                ),
            )
        )
    found += [
        Case("batch", "with a batch axis in front", 1, (bare(one, n_q, n_k),)),
        Case("two-batch", "with two batch axes in front", 1, (bare(two, b_q, b_k, second),)),
        Case("three-batch", "with three batch axes in front", 0.5, (bare((2, 1, 2), 2, 3),)),
    ]
    if inputs.optional:
        found.append(Case("square", inputs.alike, 1, (call(equal), call(equal_twice))))
    found.append(
        Case(
            "mask-square",
            f"with a mask, {inputs.alike}",
            2,
            (call(equal, mask(side, side, side)), call(equal, mask(side, side))),
        )
    )
    found.append(
        Case(
            "hundreds",
            "when scores are a few hundred",
            0.5,
            (*([call(some)] if inputs.optional else []), call(some, huge_mask(rng))),
            huge=True,
        )
    )
    if inputs.optional:
        found.append(
            Case(
                "large",
                "when scores are as large as 10,000",
                1,
                (call(off_the_grid(huge)),),
                huge=True,
            )
        )
    return [
        *found,
        Case(
            "large-masked",
            "when scores are as large as 10,000, hidden ones included",
            1,
            (call(off_the_grid(huge), huge_mask(rng)),),
            huge=True,
        ),
        Case(
            "empty",
            "when a query may read nothing",
            2,
            (
                call(matrix(), emptied(n_q, n_k)),
                call(ask((), 2, 3, second), np.zeros((2, 3), dtype=bool)),
                call(ask((), 2, 3), np.zeros(3, dtype=bool)),
            ),
        ),
        Case(
            "empty-batch",
            "when a query of a batch may read nothing",
            1,
            (
                call(ask(one, n_q, n_k), emptied(*one, n_q, n_k)),
                call(ask(FEW, 2, 4, second), emptied(*FEW, 2, 4)),
            ),
        ),
        Case(
            "batch-mask",
            "when each matrix of a batch has its own mask",
            1,
            (
                masked((*one, n_q, n_k), ask(one, n_q, n_k)),
                masked((*FEW, 2, 4), ask(FEW, 2, 4, second)),
            ),
        ),
        Case(
            "mask-all",
            "when a query may read everything",
            0.5,
            (
                call(matrix(), partly),
                call(ask((), 3, 4, second), np.ones((3, 4), dtype=bool)),
            ),
        ),
        Case(
            "mask-shared",
            "when one mask holds for several matrices",
            1,
            (
                masked((n_q, n_k), ask(one, n_q, n_k)),
                masked((two[1], b_q, b_k), ask(two, b_q, b_k, second)),
            ),
        ),
        Case(
            "mask-one-row",
            "when one row of the mask holds for every query",
            1,
            (
                masked((1, n_k), matrix()),
                masked((*one, 1, n_k), ask(one, n_q, n_k)),
                masked((two[0], 1, 1, b_k), ask(two, b_q, b_k, second)),
            ),
        ),
        Case(
            "mask-vector",
            "when the mask has one axis only",
            1,
            (masked((n_k,), matrix()), masked((b_k,), ask(one, b_q, b_k, second))),
        ),
        Case(
            "mask-queries",
            "when one column of the mask holds for every key",
            0.5,
            (call(matrix(), only_first),),
        ),
        Case("zeros", "when a score is 0", 0.5, (masked((n_q, n_k), (zeros, *others)),)),
        Case("float32", "on float32 numbers", 0.5, (as_single(bare(one, n_q, n_k)),)),
        Case(
            "float32-large",
            "when float32 scores are as large as 10,000, hidden ones included",
            0.5,
            (as_single(call(huge, huge_mask(rng))),),
            huge=True,
        ),
        Case(
            "float32-empty",
            "when a query may read nothing, on float32 numbers",
            0.5,
            (as_single(call(ask(one, n_q, n_k), emptied(n_q, n_k))),),
        ),
        Case("integers", "on whole numbers", 0.5, (bare((), n_q, n_k, first, whole),)),
        Case(
            "integers-empty",
            "when a query may read nothing, on whole numbers",
            0.5,
            (call(ask(one, n_q, n_k, first, whole), emptied(*one, n_q, n_k)),),
        ),
        Case(
            "integers-large",
            "when whole scores are as large as 10,000",
            0.5,
            (as_whole(call(huge, huge_mask(rng))),),
            huge=True,
        ),
        *blended(),
        Case(
            "together",
            "when queries of a batch may read nothing, and float32 scores are as large as 10,000",
            0.5,
            (as_single(call(stacked(), emptied(2, 5, 6))),),
            huge=True,
        ),
        Case(
            "single",
            "when an axis has length 1",
            0.5,
            (
                bare((1,), 1, 4),
                call(ask(one, 3, 1), np.ones((3, 1), dtype=bool)),
                *([bare((), 2, 1)] if inputs.optional else []),
            ),
        ),
    ]


def huge_mask(rng):
    """Draw a mask for the huge scores.

    Row 0 hides nothing, row 3 the large ones, and row 4 shows both ends.
    """
    while True:
        mask = random_mask(rng, 5, 6)
        mask[0], mask[3] = True, ~HIGH
        if mask[4, HIGH].any() and mask[4, ~HIGH].any():
            return mask


def huge_scores(rng, size=HUGE):
    """Draw 5 by 6 scores near `size`, near -`size`, ordinary ones, and twice both ends."""
    scores = np.clip(numbers(rng, 5, 6), -3, 3)
    scores[0] += size
    scores[1] -= size
    scores[3:] += np.where(HIGH, size, -size)
    return scores


def huge_pair(rng, scale, width, size=HUGE):
    """Draw Q (5, width) and K (6, width), in halves, so that Q K^T / scale is huge and never 0.

    Every product and sum is exact in float32: what is tested is the softmax, not the sums.
    """
    Q, K = np.zeros((5, width)), np.zeros((6, width))
    Q[:, 0] = np.array([size, -size, 0, 0, 0]) * scale
    Q[3:, 1] = size * scale
    K[:, 0] = 1
    K[:, 1] = np.where(HIGH, 1, -1)
    Q[:, 2:] = rng.choice([-1.5, -0.5, 0.5, 1.5], (5, width - 2))
    K[:, 2::2] = rng.choice([-1.5, -0.5, 0.5, 1.5], (6, width // 2 - 1))
    K[:, 3::2] = rng.integers(-1, 1, (6, width // 2 - 1), endpoint=True)
    return Q, K


def as_whole(call):
    """Return the call with float64 rounded to int64."""
    return make_call(
        *(
            np.rint(a).astype(np.int64) if isinstance(a, np.ndarray) and a.dtype == float else a
            for a in call.args
        ),
        **call.kwargs,
    )


def as_single(call):
    """Return the call with float32 in place of float64."""
    return make_call(
        *(single(a) if isinstance(a, np.ndarray) and a.dtype == float else a for a in call.args),
        **call.kwargs,
    )
