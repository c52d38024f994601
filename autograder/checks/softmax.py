"""Chapter 5: softmax, its temperature and its mask."""

import numpy as np

from . import softmaxes as soft
from .base import Case, FunctionCheck, call, integers, numbers, single, variants

CHAPTER = "05-softmax"
HUGE = 9990.0  # with a few units of spread, scores stay within the contract's 1e4


def huge_scores(rng, columns):
    """Draw rows of scores near 1e4, near -1e4, of ordinary size, and from one end to the other."""
    scores = numbers(rng, 4, columns)
    scores[0] += HUGE
    scores[1] -= HUGE
    scores[3] += np.where(np.arange(columns) < columns // 2, HUGE, -HUGE)
    return scores


def softmax_cases(rng):
    """Draw the cases of `softmax`."""
    huge = huge_scores(rng, 6)
    return [
        Case(
            "ordinary",
            "on a table of scores",
            1,
            (call(numbers(rng, 3, 5)), call(numbers(rng, 6, 2))),
            basic=True,
        ),
        Case("square", "when there are as many rows as columns", 1, (call(numbers(rng, 4, 4)),)),
        Case("vector", "on a single row of scores", 1, (call(numbers(rng, 5)),)),
        Case(
            "axis",
            "when `axis` is not the last one",
            2,
            (
                call(numbers(rng, 3, 5), axis=0),
                call(numbers(rng, 2, 3, 4), axis=1),
                call(numbers(rng, 2, 3, 4), axis=-2),
            ),
        ),
        Case(
            "batch",
            "when the array has more than two axes",
            1,
            (call(numbers(rng, 2, 3, 5)), call(numbers(rng, 2, 3, 4, 5))),
        ),
        Case(
            "large",
            "when scores are as large as 10,000",
            2,
            (call(huge), call(huge.T.copy(), axis=0)),
        ),
        Case("float32", "on float32 scores", 1, (call(single(numbers(rng, 3, 5))),)),
        Case(
            "float32-large",
            "when float32 scores are as large as 10,000",
            1,
            (call(single(huge)),),
            rtol=1e-2,
        ),
        Case("integers", "on whole numbers", 1, (call(integers(rng, 3, 5)),)),
        Case(
            "single",
            "when an axis has length 1",
            1,
            (call(numbers(rng, 3, 1)), call(numbers(rng, 1, 4))),
        ),
    ]


SOFTMAX = FunctionCheck(
    "softmax",
    CHAPTER,
    "5.1",
    2,
    softmax_cases,
    (*variants("softmax-wrong-axis", soft.along(0), soft.along(-2)),),
)

CHECKS = (SOFTMAX,)
