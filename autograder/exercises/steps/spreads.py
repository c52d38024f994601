"""The measured spread of dot products in steps: draw, then a statistic of the products."""

import numpy as np

from ..composing import Composition


def both(rng, shape):
    """Draw all queries, then all keys."""
    return rng.standard_normal(shape), rng.standard_normal(shape)


def spread_of_dots(products):
    """Sum each row's products, and measure how the sums spread."""
    return np.std(np.sum(products, axis=1))


def dot_product_std(draw=both, statistic=spread_of_dots):
    """Return a function like `solutions.dot_product_std` made of these steps."""

    def measure(d_k, n_samples, rng):
        Q, K = draw(rng, (n_samples, d_k))
        return statistic(Q * K)

    return measure


def with_itself(rng, shape):
    """Multiply each vector with itself."""
    Q = rng.standard_normal(shape)
    return Q, Q


def of_dots(statistic):
    """Return another statistic of the dot products."""
    return lambda products: statistic(np.sum(products, axis=1))


SPREAD = Composition(
    dot_product_std,
    {
        "draw": {
            "global-rng": (
                lambda rng, shape: both(np.random.default_rng(), shape),
                *(
                    lambda rng, shape, seed=seed: both(np.random.default_rng(seed), shape)
                    for seed in (0, 1, 42, 123, 1234)
                ),
            ),
            "same-vector-twice": (with_itself,),
            "one-vector-for-all": (
                lambda rng, shape: (rng.standard_normal(shape[1:]), rng.standard_normal(shape)),
                lambda rng, shape: (rng.standard_normal(shape), rng.standard_normal(shape[1:])),
            ),
            "sums-over-samples": (lambda rng, shape: both(rng, shape[::-1]),),
            "uniform-for-normal": (
                lambda rng, shape: (rng.random(shape), rng.random(shape)),
                lambda rng, shape: (rng.uniform(-1, 1, shape), rng.uniform(-1, 1, shape)),
            ),
        },
        "statistic": {
            "variance-for-std": (of_dots(np.var),),
            "spread-of-products": (
                np.std,
                lambda products: spread_of_dots(products) / np.sqrt(products.shape[1]),
            ),
            "averages-products": (lambda products: np.std(products.mean(axis=1)),),
            "sums-over-samples": (lambda products: np.std(np.sum(products, axis=0)),),
            "not-one-number": (
                of_dots(np.copy),
                lambda products: np.std(products, axis=0),
                lambda products: np.std(products, axis=1),
            ),
            "mean-of-sizes": (of_dots(lambda sums: np.mean(np.abs(sums - sums.mean()))),),
        },
    },
)
