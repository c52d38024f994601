"""Chapter 4, scaling: keep the scores' spread the same whatever the width."""

import numpy as np

from .scoring import dot_product_scores


def dot_product_std(d_k, n_samples, rng):
    """Measure how widely dot products of random vectors spread.

    Draw `n_samples` pairs of independent standard normal vectors of
    width `d_k` from `rng`, take the dot product of each pair, and
    return the standard deviation of these numbers.

    Parameters
    ----------
    d_k : int
        The length of each vector.
    n_samples : int
        How many pairs to draw.
    rng : numpy.random.Generator
        Where every random number comes from, so that the same seed
        gives the same answer.

    Returns
    -------
    float
        The standard deviation of the dot products.

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need, section 3.2.1,
    footnote 4.
    """
    ### BEGIN SOLUTION
    queries = rng.standard_normal((n_samples, d_k))
    keys = rng.standard_normal((n_samples, d_k))
    return float(np.std(np.sum(queries * keys, axis=1)))
    ### END SOLUTION


def scaled_scores(Q, K):
    """Return the scaled dot product of every query with every key.

    scores = Q K^T / sqrt(d_k), with d_k the width of a key

    Parameters
    ----------
    Q : array of shape (..., n_q, d_k)
        One query per row.
    K : array of shape (..., n_k, d_k)
        One key per row, with the same leading axes as Q.

    Returns
    -------
    array of shape (..., n_q, n_k)
        One score for each query (rows) and key (columns).

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need, section 3.2.1,
    equation 1.
    """
    ### BEGIN SOLUTION
    return dot_product_scores(Q, K) / np.sqrt(K.shape[-1])
    ### END SOLUTION
