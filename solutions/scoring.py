"""Chapter 3, scoring: every query against every key."""

import numpy as np


def dot_product_scores(Q, K):
    """Return the dot product of every query with every key.

    scores[..., i, j] = sum over c of Q[..., i, c] * K[..., j, c]

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
    Luong, Pham and Manning (2015), Effective Approaches to Attention-
    based Neural Machine Translation, section 3.1: the score "dot".
    """
    ### BEGIN SOLUTION
    return Q @ np.swapaxes(K, -1, -2)
    ### END SOLUTION


def cosine_scores(Q, K):
    """Return the cosine similarity of every query with every key.

    scores[..., i, j] = (q_i . k_j) / (||q_i|| ||k_j||)

    A vector of zeros has no direction: it scores 0 with everything.

    Parameters
    ----------
    Q : array of shape (..., n_q, d_k)
        One query per row.
    K : array of shape (..., n_k, d_k)
        One key per row, with the same leading axes as Q.

    Returns
    -------
    array of shape (..., n_q, n_k)
        Scores between -1 and 1.

    References
    ----------
    Graves, Wayne and Danihelka (2014), Neural Turing Machines,
    section 3.3.1, equation 6.
    """
    ### BEGIN SOLUTION
    lengths_Q = np.linalg.norm(Q, axis=-1, keepdims=True)
    lengths_K = np.linalg.norm(K, axis=-1, keepdims=True)
    unit_Q = Q / np.where(lengths_Q == 0, 1, lengths_Q)
    unit_K = K / np.where(lengths_K == 0, 1, lengths_K)
    return dot_product_scores(unit_Q, unit_K)
    ### END SOLUTION
