"""Chapter 1, the library: take the best book, or read a little of many."""

import numpy as np


def hard_lookup(query, keys, values):
    """Return the value whose key matches the query best.

    A key's score is its dot product with the query. If several keys
    share the highest score, the first of them counts.

    Parameters
    ----------
    query : array of shape (d_k,)
        What the reader asks for.
    keys : array of shape (n, d_k)
        One key per row.
    values : array of shape (n, d_v)
        One value per row; row i belongs to key i.

    Returns
    -------
    array of shape (d_v,)
        The row of `values` with the best key.

    References
    ----------
    Graves, Wayne and Danihelka (2014), Neural Turing Machines,
    section 3.3.1: content addressing, here at its sharpest.
    """
    ### BEGIN SOLUTION
    # Row by row: `keys @ query` may round equal keys differently and break a tie.
    matches = np.sum(keys * query, axis=1)
    return values[np.argmax(matches)]
    ### END SOLUTION


def blend(weights, values):
    """Return the weighted sum of the rows of `values`.

    output[..., c] = sum over i of weights[..., i] * values[i, c]

    Parameters
    ----------
    weights : array of shape (..., n)
        How much of each value to take. They need not add up to 1.
    values : array of shape (n, d_v)
        One value per row.

    Returns
    -------
    array of shape (..., d_v)
        One blended row for each row of weights.

    References
    ----------
    Bahdanau, Cho and Bengio (2015), Neural Machine Translation by
    Jointly Learning to Align and Translate, section 3.1, equation 5:
    the context vector.
    """
    ### BEGIN SOLUTION
    return weights @ values
    ### END SOLUTION
