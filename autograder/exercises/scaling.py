"""Chapter 4: dot_product_std and scaled_scores."""

import numpy as np

from attention_lab.checking.calls import Seed

from .record import Case, FunctionCheck, call, variants
from .scoring import EXAMPLE, score_cases
from .small import SMALL
from .steps.anything import anywhere
from .steps.scorings import SCALED, dots
from .steps.spreads import SPREAD

CHAPTER = "04-scaling"

# Two independent estimates of the spread from n dot products of length d differ by about
# sqrt((2 + 6 / d) / (2 n)) of it: for n = 4,000 by 3.2% (d = 1) and 2.1% (d = 4), for n = 1,000 and
# d = 2 by 5%. The tolerances are nearly eight times that. More samples would let an answer that
# forgets an axis, and makes n by n numbers where d = 1, take more memory than a laptop has.
SAMPLES, FEW = 4000, 1000
LOOSE, LOOSER = 0.25, 0.4


def seeds(rng, count):
    """Draw different seeds."""
    return [Seed(int(value)) for value in rng.choice(10**6, size=count, replace=False)]


def std_cases(rng):
    """Draw the cases of `dot_product_std`."""
    one, two, three, four, *others = seeds(rng, 13)
    lengths = (4, 1, 6, 2, 1, 1, 1, 1, 2)
    return [
        Case(
            "ordinary",
            "for a few values of d_k",
            1,
            tuple(call(d_k, SAMPLES, seed) for d_k, seed in zip(lengths, others, strict=True)),
            basic=True,
            rtol=LOOSE,
        ),
        Case(
            "same-seed",
            "when it is asked twice with the same seed",
            2,
            (call(2, FEW, one), call(2, FEW, one)),
            rtol=LOOSER,
            relation="same",
        ),
        Case(
            "other-seed",
            "when it is asked again with another seed",
            2,
            (call(2, FEW, one), call(2, FEW, two), call(2, FEW, three)),
            rtol=LOOSER,
            relation="different",
        ),
        Case(
            "more-samples",
            "when it is asked again for more samples",
            1,
            (call(2, FEW, four), call(2, FEW + 1, four), call(2, FEW + 100, four)),
            rtol=LOOSER,
            relation="different",
        ),
    ]


def into_the_queries(Q, K):
    """Scale the queries in place."""
    if Q.dtype.kind == "i":
        return dots(Q, K) / np.sqrt(Q.shape[-1])
    Q /= np.sqrt(Q.shape[-1])
    return dots(Q, K)


CHECKS = (
    FunctionCheck(
        name="dot_product_std",
        chapter=CHAPTER,
        number="4.1",
        points=2,
        cases=std_cases,
        steps=SPREAD,
        others=(
            *variants("std-from-theory", lambda d_k, n_samples, rng: np.sqrt(d_k)),
            *anywhere(
                "dot_product_std",
                (4, 1000, np.random.default_rng(0)),
                axes=None,
                divides=False,
                positions=(),
            ),
        ),
        section="spread",
        small=SMALL["dot_product_std"],
    ),
    FunctionCheck(
        name="scaled_scores",
        chapter=CHAPTER,
        number="4.2",
        points=2,
        cases=score_cases,
        steps=SCALED,
        others=(
            *variants("root-of-scores", lambda Q, K: np.sqrt(dots(Q, K) / Q.shape[-1])),
            *variants("mutates-input", into_the_queries, by="changes"),
            *anywhere("scaled_scores", EXAMPLE, positions=(), whole=2),
        ),
        section="why-root",
        small=SMALL["scaled_scores"],
        sections={"batch-axes": ["batch", "two-batch", "batch-alike"]},
    ),
)
