"""Chapter 2, projection: one row, looked at in three ways."""


def project(X, W, b=None):
    """Return the linear projection X W + b.

    Parameters
    ----------
    X : array of shape (..., n, d_model)
        One book per row; later, one token.
    W : array of shape (d_model, d_out)
        The projection matrix.
    b : array of shape (d_out,), optional
        The bias, added to every projected row.

    Returns
    -------
    array of shape (..., n, d_out)
        One projected row for each row of X.

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need, section 3.2.2:
    the linear projections (without a bias there; BERT's have one).
    """
    ### BEGIN SOLUTION
    projected = X @ W
    return projected if b is None else projected + b
    ### END SOLUTION


def project_qkv(X, W_Q, W_K, W_V):
    """Return the queries, keys and values of one sequence.

    Q = X W_Q,  K = X W_K,  V = X W_V

    Parameters
    ----------
    X : array of shape (..., n, d_model)
        The input sequence, one row per token.
    W_Q, W_K : arrays of shape (d_model, d_k)
        The projections to queries and to keys.
    W_V : array of shape (d_model, d_v)
        The projection to values.

    Returns
    -------
    tuple of three arrays
        (Q, K, V), of shapes (..., n, d_k), (..., n, d_k) and
        (..., n, d_v).

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need, section 3.2.2.
    """
    ### BEGIN SOLUTION
    return project(X, W_Q), project(X, W_K), project(X, W_V)
    ### END SOLUTION
