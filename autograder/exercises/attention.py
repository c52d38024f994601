"""Chapter 6: the causal mask, attention, and attention between two sequences."""

import numpy as np

from . import cases as family
from .record import Case, FunctionCheck, call, numbers, variants
from .steps import attending as steps
from .steps.anything import anywhere, built

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


def _lower(n, k=0):
    return np.tril(np.ones((n, n), dtype=bool), k)


def _mixed(*answers):
    return tuple(lambda n, answer=answer: answer(_lower(n)) for answer in answers)


CAUSAL_MASK = FunctionCheck(
    "causal_mask",
    CHAPTER,
    "6.1",
    2,
    causal_cases,
    (
        *variants("causal-flipped", lambda n: _lower(n).T),
        *variants("mask-inverted", lambda n: ~_lower(n)),
        *variants("causal-strict", lambda n: _lower(n, -1)),
        *variants("causal-looks-ahead", lambda n: _lower(n, 1)),
        *variants(
            "causal-additive",
            *_mixed(
                lambda lower: lower.astype(float),
                lambda lower: lower.astype(int),
                lambda lower: np.where(lower, 0.0, -np.inf),
                lambda lower: np.where(lower, 0.0, -1e9),
                lambda lower: np.where(lower, 1.0, -np.inf),
                lambda lower: np.where(lower, 0.0, 1.0),
                lambda lower: np.where(lower, 0, 1).T,
                lambda lower: lower.T.astype(float),
                lambda lower: np.where(lower.T, 0.0, -np.inf),
            ),
        ),
        *variants("causal-diagonal-only", lambda n: np.eye(n, dtype=bool)),
        *variants("causal-hides-nothing", lambda n: np.ones((n, n), dtype=bool)),
        *variants(
            "causal-extra-axis",
            lambda n: _lower(n)[np.newaxis],
            lambda n: _lower(n)[np.newaxis, np.newaxis],
        ),
        *variants("causal-mirrored", lambda n: _lower(n)[:, ::-1], lambda n: _lower(n)[::-1]),
        *anywhere("causal_mask", (4,), axes=None, divides=False, positions=()),
    ),
)


def attention_inputs(draw, batch, n_q, n_k, sizes):
    """Return Q, K, V; `sizes` is (d_k, d_v)."""
    d_k, d_v = sizes
    return draw(*batch, n_q, d_k), draw(*batch, n_k, d_k), draw(*batch, n_k, d_v)


def attention_huge(rng, size):
    """Return Q, K, V with huge scores; d_k = 4, so that the scale is exact."""
    return *family.huge_pair(rng, 2, 4, size), numbers(rng, 6, 3)


ATTENTION_INPUTS = family.Inputs(attention_inputs, attention_huge, ((6, 4), (7, 5)), (4, 4))


def attention_cases(rng):
    """Draw the cases of `attention`."""
    return family.cases(rng, ATTENTION_INPUTS)


def _reads(source):
    """Return `attention` with other rows read than the values."""

    def wrong(Q, K, V, mask=None):
        _, weights = steps.attention()(Q, K, V, mask)
        return weights @ source(Q, K), weights

    return wrong


BY_D_V = {"divide": lambda Q, K, V, d_model: np.sqrt(V.shape[-1])}

ATTENTION = FunctionCheck(
    "attention",
    CHAPTER,
    "6.2",
    3,
    attention_cases,
    (
        *built(steps.attention, [*steps.exchanges(), ("scale-by-other-dimension", BY_D_V)]),
        *variants("reads-keys", _reads(lambda Q, K: K), _reads(lambda Q, K: Q)),
        *anywhere(
            "attention",
            (np.eye(3, 4), np.eye(5, 4), np.eye(5, 2)),
            positions=(0, 1, 2),
        ),
    ),
    returns=("output", "weights"),
    weights=1,
)


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
    alike="when the batch, n_q, n_k and all widths are equal",
)


def cross_cases(rng):
    """Draw the cases of `cross_attention`: the shared ones, and self-attention."""
    X, _, *matrices = cross_inputs(
        lambda *shape, spread=1.0: numbers(rng, *shape, spread=spread), (2,), 3, 5, (7, 6, 4)
    )
    itself = Case("self", "when X and memory are the same", 0.5, (call(X, X.copy(), *matrices),))
    return [*family.cases(rng, CROSS_INPUTS), itself]


SOURCES = {
    "roles-swapped": (
        lambda X, memory, W_Q, W_K, W_V: (memory @ W_Q, X @ W_K, X @ W_V),
        lambda X, memory, W_Q, W_K, W_V: (memory @ W_Q, memory @ W_K, memory @ W_V),
        lambda X, memory, W_Q, W_K, W_V: (X @ W_Q, memory @ W_K, X @ W_V),
        lambda X, memory, W_Q, W_K, W_V: (X @ W_Q, X @ W_K, memory @ W_V),
        lambda X, memory, W_Q, W_K, W_V: (memory @ W_Q, X @ W_K, memory @ W_V),
        lambda X, memory, W_Q, W_K, W_V: (memory @ W_Q, memory @ W_K, X @ W_V),
    ),
    "memory-ignored": (lambda X, memory, W_Q, W_K, W_V: (X @ W_Q, X @ W_K, X @ W_V),),
    "weights-swapped": (
        lambda X, memory, W_Q, W_K, W_V: (X @ W_K, memory @ W_Q, memory @ W_V),
        lambda X, memory, W_Q, W_K, W_V: (X @ W_Q, memory @ W_V, memory @ W_K),
        lambda X, memory, W_Q, W_K, W_V: (X @ W_V, memory @ W_K, memory @ W_Q),
        lambda X, memory, W_Q, W_K, W_V: (X @ W_Q, memory @ W_K, memory @ W_K),
        lambda X, memory, W_Q, W_K, W_V: (X @ W_Q, memory @ W_Q, memory @ W_V),
        lambda X, memory, W_Q, W_K, W_V: (X @ W_K, memory @ W_K, memory @ W_V),
    ),
    "weight-transposed": (
        lambda X, memory, W_Q, W_K, W_V: (X @ W_Q.T, memory @ W_K.T, memory @ W_V.T),
        lambda X, memory, W_Q, W_K, W_V: (X @ W_Q.T, memory @ W_K, memory @ W_V),
        lambda X, memory, W_Q, W_K, W_V: (X @ W_Q, memory @ W_K.T, memory @ W_V),
        lambda X, memory, W_Q, W_K, W_V: (X @ W_Q, memory @ W_K, memory @ W_V.T),
    ),
    "not-projected": (
        lambda X, memory, W_Q, W_K, W_V: (X, memory, memory),
        lambda X, memory, W_Q, W_K, W_V: (X, memory @ W_K, memory @ W_V),
        lambda X, memory, W_Q, W_K, W_V: (X @ W_Q, memory, memory @ W_V),
        lambda X, memory, W_Q, W_K, W_V: (X @ W_Q, memory @ W_K, memory),
        lambda X, memory, W_Q, W_K, W_V: (X, memory, memory @ W_V),
    ),
    "matrix-first": (lambda X, memory, W_Q, W_K, W_V: (W_Q @ X, W_K @ memory, W_V @ memory),),
    "slices-instead-of-projects": (
        lambda X, memory, W_Q, W_K, W_V: (
            X[..., : W_Q.shape[1]],
            memory[..., : W_K.shape[1]],
            memory[..., : W_V.shape[1]],
        ),
    ),
}
BY_D_MODEL = {"divide": lambda Q, K, V, d_model: np.sqrt(d_model)}


def source_exchanges():
    """Return the wrong sources of queries, keys and values as (slug, steps) pairs."""
    return [(slug, {"sources": wrong}) for slug, wrongs in SOURCES.items() for wrong in wrongs]


CROSS_EXCHANGES = [
    *steps.exchanges(),
    *source_exchanges(),
    ("scale-by-other-dimension", BY_D_MODEL),
    ("scale-by-other-dimension", BY_D_V),
    ("scale-by-dk", {"divide": lambda Q, K, V, d_model: d_model}),
]

CROSS_ATTENTION = FunctionCheck(
    "cross_attention",
    CHAPTER,
    "6.3",
    2,
    cross_cases,
    (
        *built(steps.cross_attention, CROSS_EXCHANGES),
        *anywhere(
            "cross_attention",
            (np.eye(3, 4), np.eye(5, 4), np.eye(4), np.eye(4), np.eye(4)),
            positions=(0, 1, 2),
        ),
    ),
    returns=("output", "weights"),
    weights=1,
)

CHECKS = (CAUSAL_MASK, ATTENTION, CROSS_ATTENTION)
