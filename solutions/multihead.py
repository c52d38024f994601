"""Chapter 7, multi-head attention: several blends at once."""

import numpy as np

from .attention import attention
from .projection import project


def split_heads(X, num_heads):
    """Give every head its own slice of the columns.

    Head i gets the columns i * d_head up to, but not including,
    (i + 1) * d_head, where d_head = d_model / num_heads.

    Parameters
    ----------
    X : array of shape (..., n, d_model)
        One row a token.
    num_heads : int
        The number of heads.

    Returns
    -------
    array of shape (..., num_heads, n, d_head)
        The slice of every head.

    Raises
    ------
    ValueError
        If `num_heads` does not divide d_model.

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need, section 3.2.2.
    """
    ### BEGIN SOLUTION
    *batch, n, d_model = X.shape
    if num_heads < 1 or d_model % num_heads:
        raise ValueError(f"{num_heads} heads do not divide d_model = {d_model}")
    heads = X.reshape(*batch, n, num_heads, d_model // num_heads)
    return np.swapaxes(heads, -2, -3)
    ### END SOLUTION


def merge_heads(X):
    """Put the heads' slices side by side again: undo `split_heads`.

    Parameters
    ----------
    X : array of shape (..., num_heads, n, d_head)
        The slice of every head.

    Returns
    -------
    array of shape (..., n, num_heads * d_head)
        One row a token; head i's slice fills the columns from i *
        d_head on.

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need, section 3.2.2:
    Concat.
    """
    ### BEGIN SOLUTION
    *batch, num_heads, n, d_head = X.shape
    return np.swapaxes(X, -2, -3).reshape(*batch, n, num_heads * d_head)
    ### END SOLUTION


def multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    """Return multi-head attention, and every head's weights.

    head_i = attention of the i-th slices of X W_Q, memory W_K, memory W_V
    output = Concat(head_1, ..., head_h) W_O

    Parameters
    ----------
    X : array of shape (..., n_q, d_model)
        The sequence that asks.
    memory : array of shape (..., n_k, d_model)
        The sequence that is read.
    W_Q, W_K, W_V, W_O : arrays of shape (d_model, d_model)
        The projections to queries, keys and values, and the one that
        mixes the heads. Head i uses the columns from i * d_head up to,
        but not including, (i + 1) * d_head of the first three.
    num_heads : int
        The number of heads.
    mask : boolean array, broadcastable to (..., n_q, n_k), optional
        True where a row of X may attend to a row of memory; it holds
        for every head.

    Returns
    -------
    tuple of two arrays
        (output, weights), of shapes (..., n_q, d_model) and
        (..., num_heads, n_q, n_k).

    Raises
    ------
    ValueError
        If `num_heads` does not divide d_model.

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need, section 3.2.2.
    """
    ### BEGIN SOLUTION
    Q = split_heads(project(X, W_Q), num_heads)
    K = split_heads(project(memory, W_K), num_heads)
    V = split_heads(project(memory, W_V), num_heads)
    if mask is not None and mask.ndim > 2:
        mask = np.expand_dims(mask, -3)
    heads, weights = attention(Q, K, V, mask)
    return project(merge_heads(heads), W_O), weights
    ### END SOLUTION
