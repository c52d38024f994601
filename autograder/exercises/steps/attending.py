"""Attention in replaceable steps: a wrong version is the right one with one step exchanged.

`Steps` names the steps; ``attention(**steps)``, ``cross_attention(**steps)`` and
``multi_head_attention(**steps)`` build the function a learner would have written. Two steps
exchanged at once give the combinations that the proof tries.
"""

from dataclasses import dataclass

import numpy as np

from . import scorings
from .weighings import weigh, weighings


def transposed(array):
    """Return the array with its last two axes exchanged."""
    return np.swapaxes(array, -1, -2)


def dot(Q, K):
    """Score every query against every key."""
    return Q @ transposed(K)


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

    score: object = dot
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


DIVISORS = {
    "scale-missing": (unscaled,),
    "scale-by-dk": (lambda Q, K, V, d_model: K.shape[-1],),
    "scale-multiplies": (
        lambda Q, K, V, d_model: 1 / np.sqrt(K.shape[-1]),
        lambda Q, K, V, d_model: 1 / K.shape[-1],
    ),
    "scale-by-other-dimension": (
        lambda Q, K, V, d_model: np.sqrt(K.shape[-2]),
        lambda Q, K, V, d_model: np.sqrt(Q.shape[-2]),
        lambda Q, K, V, d_model: np.sqrt(len(K)),
        lambda Q, K, V, d_model: np.sqrt(K.shape[1]),
        lambda Q, K, V, d_model: np.sqrt(len(Q)),
        lambda Q, K, V, d_model: np.sqrt(Q.shape[1]),
        lambda Q, K, V, d_model: np.sqrt(K.size),
        lambda Q, K, V, d_model: np.sqrt(K.ndim),
    ),
    "scale-not-a-root": (
        lambda Q, K, V, d_model: K.shape[-1] ** 2,
        lambda Q, K, V, d_model: np.log(K.shape[-1]),
        lambda Q, K, V, d_model: K.shape[-1] * 2,
        *(
            lambda Q, K, V, d_model, number=number: number
            for number in (2.0, 4.0, 8.0, 64.0, np.sqrt(512.0))
        ),
    ),
    "scale-rounds-the-root": tuple(
        lambda Q, K, V, d_model, to_whole=to_whole: to_whole(np.sqrt(K.shape[-1]))
        for to_whole in (np.floor, np.round, np.ceil)
    ),
    "scale-twice-the-root": (lambda Q, K, V, d_model: K.shape[-1] ** 1.5,),
    "scale-half-the-root": (lambda Q, K, V, d_model: K.shape[-1] ** 0.25,),
}


def distance(Q, K):
    """Score by the negative distance."""
    return -np.linalg.norm(Q[..., :, None, :] - K[..., None, :, :], axis=-1)


def floored(Q, K):
    """Cut the fractions of the scaled scores off."""
    root = np.sqrt(K.shape[-1])
    return np.floor(dot(Q, K) / root) * root


def causal(scores):
    """Return who may read whom, if nobody may look ahead."""
    return np.tril(np.ones(scores.shape[-2:], dtype=bool))


ALWAYS_CAUSAL = (
    lambda scores, mask=None: weigh(scores, causal(scores) if mask is None else mask),
    lambda scores, mask=None: weigh(scores, causal(scores) & (True if mask is None else mask)),
    lambda scores, mask=None: weigh(scores, causal(scores)),
)

# With values to blend these raise an error, or give what another misconception gives.
OF_SCORES_ONLY = ("one-number-for-all", "batch-axis-assumed", "products-not-summed")

SCORES = {
    **{slug: wrongs for slug, wrongs in scorings.SCORES.items() if slug not in OF_SCORES_ONLY},
    "keys-not-transposed": (lambda Q, K: Q @ K,),  # with heads, other variants are other mistakes
    "floor-division": (floored,),
    "distance-for-dot": (distance,),
}

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
    "softmax-on-output": (lambda weights, V: weigh(weights @ V),),
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


def exchanges():
    """Return every wrong step that attention of any kind can have: (slug, steps) pairs."""
    found = [(slug, {"weigh": wrong}) for slug, wrong in weighings()]
    found += [("always-causal", {"weigh": wrong}) for wrong in ALWAYS_CAUSAL]
    found.append(
        (
            "scale-after-softmax",
            {"divide": unscaled, "after": lambda weights, K: weights / np.sqrt(K.shape[-1])},
        )
    )
    for step, table in [
        ("divide", DIVISORS),
        ("score", SCORES),
        ("read", READS),
        ("answer", ANSWERS),
    ]:
        found += [(slug, {step: wrong}) for slug, wrongs in table.items() for wrong in wrongs]
    return found
