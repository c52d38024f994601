"""Chapter 6: the causal mask, attention, and attention between two sequences."""

import numpy as np

from . import cases as family
from .record import Case, FunctionCheck, call, numbers, variants
from .small import SMALL
from .steps import attending as steps
from .steps.anything import anywhere
from .steps.masks import CAUSAL

CHAPTER = "06-attention"


def causal_cases(rng):
    """Draw the cases of `causal_mask`: the sizes differ, nothing else can."""
    small, large = rng.permutation([3, 4, 5]), rng.permutation([6, 7, 8])
    return [
        Case(
            "ordinary", "for a short sequence", 1, (call(int(small[0])), call(int(small[1]))), True
        ),
        Case("longer", "for a longer sequence", 1, (call(int(large[0])),)),
        Case("single", "for a sequence of one token", 1, (call(1),)),
    ]


def attention_inputs(draw, batch, n_q, n_k, sizes):
    """Return Q, K, V; `sizes` is (d_k, d_v)."""
    d_k, d_v = sizes
    return draw(*batch, n_q, d_k), draw(*batch, n_k, d_k), draw(*batch, n_k, d_v)


def attention_huge(rng, size):
    """Return Q, K, V with huge scores; d_k = 4, so that the scale is exact."""
    return *family.huge_pair(rng, 2, 4, size), numbers(rng, 6, 3)


ATTENTION_INPUTS = family.Inputs(attention_inputs, attention_huge, ((6, 4), (7, 5)), (4, 4), 3)


def attention_cases(rng):
    """Draw the cases of `attention`."""
    return family.cases(rng, ATTENTION_INPUTS)


def _reads(source):
    """Return `attention` with other rows read than the values."""

    def wrong(Q, K, V, mask=None):
        _, weights = steps.attention()(Q, K, V, mask)
        return weights @ source(Q, K), weights

    return wrong


def cross_inputs(draw, batch, n_q, n_k, sizes):
    """Return X, memory, W_Q, W_K, W_V; `sizes` is (d_model, d_k, d_v)."""
    d_model, d_k, d_v = sizes
    return (
        draw(*batch, n_q, d_model),
        draw(*batch, n_k, d_model),
        draw(d_model, d_k, spread=0.5),
        draw(d_model, d_k, spread=0.5),
        draw(d_model, d_v, spread=0.5),
    )


def cross_huge(rng, size):
    """Return arguments with huge scores: the projections keep the first four columns."""
    Q, K = family.huge_pair(rng, 2, 4, size)
    return (
        np.hstack([Q, numbers(rng, 5, 1)]),
        np.hstack([K, numbers(rng, 6, 1)]),
        np.eye(5, 4),
        np.eye(5, 4),
        numbers(rng, 5, 3),
    )


CROSS_INPUTS = family.Inputs(
    cross_inputs,
    cross_huge,
    ((7, 6, 4), (8, 7, 5)),
    (4, 4, 4),
    2,
    alike="when the batch, n_q, n_k and all widths are equal",
)


def cross_cases(rng):
    """Draw the cases of `cross_attention`: the shared ones, and self-attention."""
    X, _, *matrices = cross_inputs(
        lambda *shape, spread=1.0: numbers(rng, *shape, spread=spread), (2,), 3, 5, (7, 6, 4)
    )
    itself = Case("self", "when X and memory are the same", 0.5, (call(X, X.copy(), *matrices),))
    return [*family.cases(rng, CROSS_INPUTS), itself]


# Where to read on after an unknown mistake in what the functions with a mask share.
SECTIONS = {
    "batch-axes": ["batch", "two-batch"],
    "overflow": ["large", "hundreds"],
    "masks": ["mask", "mask-square", "batch-mask", "large-masked"],
    "nothing-to-read": ["empty"],
}
MASK_COLUMNS = {"mask-columns": ["mask-shared", "mask-one-row", "mask-vector"]}

CHECKS = (
    FunctionCheck(
        name="causal_mask",
        chapter=CHAPTER,
        number="6.1",
        points=2,
        cases=causal_cases,
        steps=CAUSAL,
        others=anywhere("causal_mask", (4,), axes=None, divides=False, positions=()),
        section="who-may-read",
        small=SMALL["causal_mask"],
    ),
    FunctionCheck(
        name="attention",
        chapter=CHAPTER,
        number="6.2",
        points=3,
        cases=attention_cases,
        steps=steps.ATTENTION,
        others=(
            *variants("reads-keys", _reads(lambda Q, K: K), _reads(lambda Q, K: Q)),
            *anywhere(
                "attention",
                (np.eye(3, 4), np.eye(5, 4), np.eye(5, 2)),
                positions=(0, 1, 2),
                whole=3,
            ),
        ),
        section="attention-formula",
        small=SMALL["attention"],
        sections={**SECTIONS, **MASK_COLUMNS},
        returns=("output", "weights"),
        weights=1,
    ),
    FunctionCheck(
        name="cross_attention",
        chapter=CHAPTER,
        number="6.3",
        points=2,
        cases=cross_cases,
        steps=steps.CROSS,
        others=anywhere(
            "cross_attention",
            (np.eye(3, 4), np.eye(5, 4), np.eye(4), np.eye(4), np.eye(4)),
            positions=(0, 1, 2),
            whole=3,
        ),
        section="self-and-cross",
        small=SMALL["cross_attention"],
        sections={**SECTIONS, **MASK_COLUMNS},
        returns=("output", "weights"),
        weights=1,
    ),
)
