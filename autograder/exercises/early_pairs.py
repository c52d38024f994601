"""Two misconceptions at once, in the functions of chapters 1 to 4."""

from itertools import product

import numpy as np

from . import library, projection, scoring
from .steps.scorings import SCORES, softmax, unit

LOOKUP_SCORES = {
    "ignores-query": lambda q, K: K.sum(axis=1),
    "matches-by-direction": lambda q, K: K @ q / np.linalg.norm(K, axis=1),
    "matches-by-distance": lambda q, K: -np.linalg.norm(K - q, axis=1),
    "matches-by-size": lambda q, K: np.abs(K @ q),
    "products-not-summed": lambda q, K: np.max(K * q, axis=1),
}
LOOKUP_RESULTS = {
    "argmin-key": lambda scores, K, V: V[np.argmin(scores)],
    "last-on-tie": lambda scores, K, V: V[len(V) - 1 - np.argmax(scores[::-1])],
    "averages-ties": lambda scores, K, V: V[scores == scores.max()].mean(axis=0),
    "returns-key": lambda scores, K, V: K[np.argmax(scores)],
    "returns-position": lambda scores, K, V: np.argmax(scores),
    "returns-score": lambda scores, K, V: scores.max(),
    "keeps-extra-axis": lambda scores, K, V: V[[np.argmax(scores)]],
}
BLEND_WEIGHTS = {
    "blend-normalises": lambda w: w / w.sum(axis=-1, keepdims=True),
    "softmax-on-weights": softmax,
    "ignores-sign": np.abs,
}
BLEND_SUMS = {
    "blend-elementwise": library.every_product,
    "values-transposed": lambda w, V: w @ V.T,
    "weights-transposed": lambda w, V: w.T @ V,
    "largest-product": lambda w, V: np.max(library.every_product(w, V), axis=-2),
    "first-batch-only": library.first_row_only,
}
PRODUCTS = {
    "weight-transposed": lambda X, W: X @ W.T,
    "elementwise-product": lambda X, W: X * W,
    "matrix-first": lambda X, W: W @ X,
    "sums-over-tokens": lambda X, W: np.swapaxes(X, -1, -2) @ W,
    "batch-axes-lost": projection.collapsed,
    "first-batch-only": projection.first_of_batch,
}
BIASES = {
    "bias-dropped": lambda projected, b: projected,
    "bias-along-rows": lambda projected, b: projected + b[:, np.newaxis],
    "bias-subtracted": np.subtract,
    "bias-multiplied": np.multiply,
    "bias-summed": lambda projected, b: projected + b.sum(),
}
ORDERS = {"weights-swapped": (1, 0, 2), "one-matrix-for-all": (0, 0, 2)}
AFTER_SCORES = {
    "ignores-sign": np.abs,
    "softmax-too-early": softmax,
}
SCALES = {
    "scale-missing": lambda Q, K: 1,
    "scale-by-dk": lambda Q, K: Q.shape[-1],
    "scale-multiplies": lambda Q, K: Q.shape[-1] ** -0.5,
    "scale-half-the-root": lambda Q, K: Q.shape[-1] ** 0.25,
    "scale-by-other-dimension": lambda Q, K: np.sqrt(K.shape[-2]),
}
LENGTHS = {
    "one-length-missing": (unit, lambda K: K),
    "cosine-zero-division": (lambda Q: Q / scoring.lengths(Q), lambda K: K / scoring.lengths(K)),
    "squared-lengths": (
        lambda Q: Q / scoring.filled(scoring.lengths(Q) ** 2),
        lambda K: K / scoring.filled(scoring.lengths(K) ** 2),
    ),
}
DRAWS = {
    "one-vector-for-all": lambda rng, shape: (
        rng.standard_normal(shape[1:]),
        rng.standard_normal(shape),
    ),
    "uniform-for-normal": lambda rng, shape: rng.random((2, *shape)),
    "global-rng": lambda rng, shape: np.random.default_rng(0).standard_normal((2, *shape)),
}
SPREADS = {
    "variance-for-std": lambda products: np.var(products.sum(axis=1)),
    "mean-of-sizes": lambda products: mean_of_sizes(products.sum(axis=1)),
    "spread-of-products": np.std,
    "averages-products": lambda products: np.std(products.mean(axis=1)),
    "not-one-number": lambda products: np.std(products, axis=1),
}


def mean_of_sizes(values):
    """Return the mean distance from the mean."""
    return np.mean(np.abs(values - values.mean()))


def lookup(scores, result):
    """Return a hard_lookup of these two steps."""
    return lambda query, keys, values: result(scores(query, keys), keys, values)


def blending(weigh, add):
    """Return a blend of these two steps."""
    return lambda weights, values: add(weigh(weights), values)


def projecting(multiply, add):
    """Return a project of these two steps."""

    def wrong(X, W, b=None):
        return multiply(X, W) if b is None else add(multiply(X, W), b)

    return wrong


def three(order, multiply):
    """Return a project_qkv that takes the matrices in this order."""
    return lambda X, *matrices: tuple(multiply(X, matrices[i]) for i in order)


def then(score, step):
    """Return a scoring with a step behind it."""
    return lambda Q, K: step(score(Q, K))


def scaled(score, divisor):
    """Return a scaled_scores of these two steps."""
    return lambda Q, K: score(Q, K) / divisor(Q, K)


def cosine(score, lengths):
    """Return a cosine_scores that divides by its lengths first."""
    return lambda Q, K: score(lengths[0](Q), lengths[1](K))


def spread(draw, statistic):
    """Return a dot_product_std of these two steps."""

    def wrong(d_k, n_samples, rng):
        Q, K = draw(rng, (n_samples, d_k))
        return statistic(Q * K)

    return wrong


FIRST_SCORES = {slug: wrongs[0] for slug, wrongs in SCORES.items()}
BATCHED_SCORES = {
    slug: wrong for slug, wrong in FIRST_SCORES.items() if slug != "normalises-vectors"
}
STEPS = {
    "hard_lookup": (lookup, LOOKUP_SCORES, LOOKUP_RESULTS),
    "blend": (blending, BLEND_WEIGHTS, BLEND_SUMS),
    "project": (projecting, PRODUCTS, BIASES),
    "project_qkv": (lambda multiply, order: three(order, multiply), PRODUCTS, ORDERS),
    "dot_product_scores": (then, FIRST_SCORES, AFTER_SCORES),
    "cosine_scores": (cosine, BATCHED_SCORES, LENGTHS),
    "dot_product_std": (spread, DRAWS, SPREADS),
    "scaled_scores": (scaled, FIRST_SCORES, SCALES),
}


def combinations(name):
    """Return (slug, slug, wrong function) for the pairs of one of these functions."""
    if name not in STEPS:
        return []
    build, ones, twos = STEPS[name]
    return [
        (one, two, build(ones[one], twos[two])) for one, two in product(ones, twos) if one != two
    ]
