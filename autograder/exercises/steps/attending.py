"""Attention in replaceable steps: a wrong version is the right one with one step exchanged.

`Steps` names the steps; ``attention(**steps)``, ``cross_attention(**steps)`` and
``multi_head_attention(**steps)`` build the function a learner would have written. Two steps
exchanged at once give the combinations that the proof tries.
"""

from dataclasses import dataclass, replace

import numpy as np

from ..composing import Composition, merged, without
from . import scorings
from .scorings import dots, transposed
from .softmaxes import softmax
from .weighings import WEIGHINGS, weigh


def by_width(Q, K, V, d_model):
    """Divide by the square root of a key's width."""
    return np.sqrt(K.shape[-1])


def read(weights, V):
    """Blend the values."""
    return weights @ V


def as_they_are(weights, K):
    """Leave the weights alone after the softmax."""
    return weights


def both(output, weights, scores):
    """Return what is asked for."""
    return output, weights


def sources(X, memory, W_Q, W_K, W_V):
    """Project queries from X, keys and values from memory."""
    return X @ W_Q, memory @ W_K, memory @ W_V


def split(X, num_heads):
    """Give head i its own slice of the columns."""
    *batch, n, d_model = X.shape
    if d_model % num_heads:
        raise ValueError(f"{num_heads} heads do not divide {d_model}")
    return np.swapaxes(X.reshape(*batch, n, num_heads, d_model // num_heads), -2, -3)


def merge(X):
    """Put the heads' slices side by side."""
    *batch, num_heads, n, d_head = X.shape
    return np.swapaxes(X, -2, -3).reshape(*batch, n, num_heads * d_head)


def per_head(mask):
    """Give the mask an axis for the heads."""
    return np.expand_dims(mask, -3) if mask.ndim > 2 else mask


def mix(merged, W_O):
    """Mix the heads."""
    return merged @ W_O


@dataclass(frozen=True)
class Steps:
    """The steps, right by default.

    Attributes
    ----------
    score, divide, weigh, after, read, answer : callable
        `score` (Q, K); `divide` gives the number to divide by from (Q, K, V, d_model); `weigh`
        (scores, mask); `after` (weights, K); `read` (weights, V); `answer` (output, weights,
        scores).
    sources, split, merge, per_head, mix : callable
        What comes before and after with projections and heads.
    """

    score: object = dots
    divide: object = by_width
    weigh: object = weigh
    after: object = as_they_are
    read: object = read
    answer: object = both
    sources: object = sources
    split: object = split
    merge: object = merge
    per_head: object = per_head
    mix: object = mix

    def attend(self, Q, K, V, mask=None, d_model=None):
        """Return (output, weights, scores)."""
        width = K.shape[-1] if d_model is None else d_model
        scores = self.score(Q, K) / self.divide(Q, K, V, width)
        weights = self.after(self.weigh(scores, mask), K)
        return self.read(weights, V), weights, scores


def attention(**steps):
    """Return a function like `solutions.attention` with these steps exchanged."""
    way = Steps(**steps)

    def wrong(Q, K, V, mask=None):
        return way.answer(*way.attend(Q, K, V, mask))

    return wrong


def cross_attention(**steps):
    """Return a function like `solutions.cross_attention` with these steps exchanged."""
    way = Steps(**steps)

    def wrong(X, memory, W_Q, W_K, W_V, mask=None):
        Q, K, V = way.sources(X, memory, W_Q, W_K, W_V)
        return way.answer(*way.attend(Q, K, V, mask, X.shape[-1]))

    return wrong


def multi_head_attention(**steps):
    """Return a function like `solutions.multi_head_attention` with these steps exchanged."""
    way = Steps(**steps)

    def wrong(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
        Q, K, V = (
            way.split(projected, num_heads) for projected in way.sources(X, memory, W_Q, W_K, W_V)
        )
        mask = None if mask is None else way.per_head(mask)
        heads, weights, scores = way.attend(Q, K, V, mask, X.shape[-1])
        return way.answer(way.mix(way.merge(heads), W_O), weights, scores)

    return wrong


def unscaled(Q, K, V, d_model):
    """Divide by 1."""
    return 1


def of_scores(divide):
    """Return a divisor that knows queries and keys only."""
    return lambda Q, K, V, d_model: divide(Q, K)


DIVISORS = {slug: tuple(map(of_scores, wrongs)) for slug, wrongs in scorings.DIVISORS.items()}


def distance(Q, K):
    """Score by the negative distance."""
    return -np.linalg.norm(Q[..., :, None, :] - K[..., None, :, :], axis=-1)


def floored(Q, K):
    """Cut the fractions of the scaled scores off."""
    root = np.sqrt(K.shape[-1])
    return np.floor(dots(Q, K) / root) * root


# With values to blend these raise an error, or give what another misconception gives.
OF_SCORES_ONLY = ("one-number-for-all", "batch-axis-assumed", "products-not-summed")

SCORES = merged(
    without(scorings.SCORES, *OF_SCORES_ONLY, "keys-not-transposed"),
    scorings.NORMALISING,
    {
        "keys-not-transposed": (lambda Q, K: Q @ K,),  # with heads, others are other mistakes
        "softmax-too-early": (lambda Q, K: softmax(dots(Q, K)),),
        "floor-division": (floored,),
        "distance-for-dot": (distance,),
    },
)

READS = {
    "weights-transposed": (lambda weights, V: transposed(weights) @ V,),
    "mean-not-sum": (
        lambda weights, V: weights @ V / V.shape[-2],
        lambda weights, V: (weights[..., None] * V[..., None, :, :]).mean(-2),
    ),
    "values-by-query-length": (
        lambda weights, V: weights[..., : weights.shape[-2]] @ V[..., : weights.shape[-2], :],
        lambda weights, V: sum(
            weights[..., :, i, None] * V[..., i, None, :] for i in range(weights.shape[-2])
        ),
    ),
    "elementwise-output": (
        lambda weights, V: weights * V,
        lambda weights, V: weights[..., None] * V[..., None, :, :],
    ),
    "takes-best-only": (
        lambda weights, V: np.take_along_axis(V, weights.argmax(-1)[..., None], axis=-2),
    ),
    "softmax-on-output": (lambda weights, V: softmax(weights @ V),),
    "divides-output-by-width": (lambda weights, V: weights @ V / np.sqrt(V.shape[-1]),),
}

ANSWERS = {
    "returns-swapped": (lambda output, weights, scores: (weights, output),),
    "returns-output-only": (lambda output, weights, scores: output,),
    "returns-weights-only": (lambda output, weights, scores: weights,),
    "returns-scores-not-weights": (lambda output, weights, scores: (output, scores),),
    "weights-returned-transposed": (lambda output, weights, scores: (output, transposed(weights)),),
    "returns-too-much": (
        lambda output, weights, scores: (output, weights, scores),
        lambda output, weights, scores: (output, scores, weights),
    ),
}


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

BY_D_V = {"scale-by-other-dimension": (lambda Q, K, V, d_model: np.sqrt(V.shape[-1]),)}

ATTENTION = Composition(
    attention,
    {
        "weigh": WEIGHINGS,
        "divide": merged(DIVISORS, BY_D_V),
        "score": SCORES,
        "read": READS,
        "answer": ANSWERS,
    },
    together=(
        (
            "scale-after-softmax",
            {"divide": unscaled, "after": lambda weights, K: weights / np.sqrt(K.shape[-1])},
        ),
    ),
    by_cases=frozenset({"mask-not-broadcast"}),
)

CROSS = replace(
    ATTENTION,
    build=cross_attention,
    wrong={
        **ATTENTION.wrong,
        "sources": SOURCES,
        "divide": merged(
            DIVISORS,
            {"scale-by-other-dimension": (lambda Q, K, V, d_model: np.sqrt(d_model),)},
            BY_D_V,
            {"scale-by-dk": (lambda Q, K, V, d_model: d_model,)},
        ),
    },
)
