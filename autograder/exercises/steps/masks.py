"""The causal mask in steps: which triangle, and in what form it is answered."""

import numpy as np

from ..composing import Composition


def lower(n):
    """Let every token read itself and what comes before it."""
    return np.tril(np.ones((n, n), dtype=bool))


def as_it_is(mask):
    """Return the mask."""
    return mask


def causal_mask(triangle=lower, answer=as_it_is):
    """Return a function like `solutions.causal_mask` made of these steps."""
    return lambda n: answer(triangle(n))


CAUSAL = Composition(
    causal_mask,
    {
        "triangle": {
            "causal-flipped": (lambda n: lower(n).T,),
            "causal-strict": (lambda n: np.tril(lower(n), -1),),
            "causal-looks-ahead": (lambda n: np.tri(n, k=1, dtype=bool),),
            "causal-diagonal-only": (lambda n: np.eye(n, dtype=bool),),
            "causal-hides-nothing": (lambda n: np.ones((n, n), dtype=bool),),
            "causal-mirrored": (lambda n: lower(n)[:, ::-1], lambda n: lower(n)[::-1]),
        },
        "answer": {
            "mask-inverted": (np.logical_not,),
            "causal-additive": (
                lambda mask: mask.astype(float),
                lambda mask: mask.astype(int),
                lambda mask: np.where(mask, 0.0, -np.inf),
                lambda mask: np.where(mask, 0.0, -1e9),
                lambda mask: np.where(mask, 1.0, -np.inf),
                lambda mask: np.where(mask, 0.0, 1.0),
                lambda mask: np.where(mask, 0, 1).T,
                lambda mask: mask.T.astype(float),
                lambda mask: np.where(mask.T, 0.0, -np.inf),
            ),
            "causal-extra-axis": (
                lambda mask: mask[np.newaxis],
                lambda mask: mask[np.newaxis, np.newaxis],
            ),
        },
    },
)
