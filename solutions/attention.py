"""Chapter 6, attention: the whole formula."""

import numpy as np

from .projection import project
from .scaling import scaled_scores
from .softmax import masked_softmax, softmax


def causal_mask(n):
    """Return the mask that keeps every position from looking ahead.

    mask[i, j] is True exactly when j <= i.

    Parameters
    ----------
    n : int
        The length of the sequence.

    Returns
    -------
    boolean array of shape (n, n)
        True where position i (row) may attend to position j (column).

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need, section 3.2.3.
    """
    ### BEGIN SOLUTION
    positions = np.arange(n)
    return positions[:, np.newaxis] >= positions
    ### END SOLUTION


def attention(Q, K, V, mask=None):
    """Return scaled dot-product attention and its weights.

    output = softmax(Q K^T / sqrt(d_k)) V

    Parameters
    ----------
    Q : array of shape (..., n_q, d_k)
        Queries.
    K : array of shape (..., n_k, d_k)
        Keys.
    V : array of shape (..., n_k, d_v)
        Values; row j belongs to key j.
    mask : boolean array, broadcastable to (..., n_q, n_k), optional
        True where a query may attend to a key. Without it,
        everywhere.

    Returns
    -------
    tuple of two arrays
        (output, weights), of shapes (..., n_q, d_v) and
        (..., n_q, n_k). A query that may attend to nothing gets weights
        of 0 and an output of 0.

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need, section 3.2.1,
    equation 1.
    """
    ### BEGIN SOLUTION
    scores = scaled_scores(Q, K)
    weights = softmax(scores) if mask is None else masked_softmax(scores, mask)
    return weights @ V, weights
    ### END SOLUTION


def cross_attention(X, memory, W_Q, W_K, W_V, mask=None):
    """Return attention from one sequence to another, and its weights.

    Queries come from X, keys and values from memory. With memory = X
    this is self-attention.

    Parameters
    ----------
    X : array of shape (..., n_q, d_model)
        The sequence that asks.
    memory : array of shape (..., n_k, d_model)
        The sequence that is read.
    W_Q, W_K : arrays of shape (d_model, d_k)
        The projections to queries and to keys.
    W_V : array of shape (d_model, d_v)
        The projection to values.
    mask : boolean array, broadcastable to (..., n_q, n_k), optional
        True where a row of X may attend to a row of memory.

    Returns
    -------
    tuple of two arrays
        (output, weights), of shapes (..., n_q, d_v) and
        (..., n_q, n_k).

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need, section 3.2.3:
    the three ways in which the Transformer uses attention.
    """
    ### BEGIN SOLUTION
    Q, K, V = project(X, W_Q), project(memory, W_K), project(memory, W_V)
    return attention(Q, K, V, mask)
    ### END SOLUTION
