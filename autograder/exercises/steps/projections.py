"""The projections in steps, and what goes wrong in each."""

import itertools

import numpy as np

from ..composing import Composition, merged

# One projection: multiply by the matrix, add the bias.


def product(X, W):
    """Multiply rows of X with columns of W."""
    return X @ W


def plus(projected, b, X, W):
    """Add the bias to every row."""
    return projected + b


def as_it_is(projected):
    """Return what was computed."""
    return projected


def project(multiply=product, add=plus, finish=as_it_is):
    """Return a function like `solutions.project` made of these steps."""

    def projection(X, W, b=None):
        projected = multiply(X, W)
        return finish(projected if b is None else add(projected, b, X, W))

    return projection


def collapsed(X, W):
    """Leave the rows of all batches in one table."""
    return X.reshape(-1, X.shape[-1]) @ W


def row_by_row(X, W):
    """Loop over the first axis and join what comes out."""
    rows = [row @ W for row in X]
    return np.concatenate(rows) if X.ndim > 2 else np.array(rows)


PRODUCTS = {
    "weight-transposed": (lambda X, W: X @ W.T,),
    "elementwise-product": (lambda X, W: X * W,),
    "matrix-first": (lambda X, W: W @ X,),
    "sums-over-tokens": (lambda X, W: np.swapaxes(X, -1, -2) @ W,),
    "batch-axes-lost": (collapsed,),
    "first-batch-only": (lambda X, W: X.reshape(-1, *X.shape[-2:])[0] @ W,),
    "not-projected": (lambda X, W: X,),
}

PROJECT = Composition(
    project,
    {
        "multiply": merged(
            PRODUCTS,
            {
                "elementwise-product": (lambda X, W: (X * W).sum(axis=-1),),
                "batch-axes-lost": (row_by_row,),
                "reverses-all-axes": (lambda X, W: (W.T @ X.T).T,),
            },
        ),
        "add": {
            "bias-dropped": (lambda projected, b, X, W: projected,),
            "bias-before-product": (lambda projected, b, X, W: (X + b) @ W,),
            "bias-along-rows": (lambda projected, b, X, W: projected + b[:, np.newaxis],),
            "bias-subtracted": (lambda projected, b, X, W: projected - b,),
            "bias-multiplied": (lambda projected, b, X, W: projected * b,),
            "bias-summed": (lambda projected, b, X, W: projected + b.sum(),),
            "bias-for-every-number": (lambda projected, b, X, W: projected + X.shape[-1] * b,),
            "bias-alone": (lambda projected, b, X, W: np.broadcast_to(b, projected.shape),),
        },
        "finish": {
            "result-transposed": (lambda projected: np.swapaxes(projected, -1, -2),),
            "adds-activation": (lambda projected: np.maximum(projected, 0),),
        },
    },
    together=(
        (
            "matrix-first",
            {"multiply": lambda X, W: W @ X, "add": lambda projected, b, X, W: projected},
        ),
    ),
)

# Three projections: say what is multiplied with which matrix, multiply, hand the three back.


def own_matrices(X, W_Q, W_K, W_V):
    """Project X three times."""
    return (X, W_Q), (X, W_K), (X, W_V)


def three(Q, K, V):
    """Return the three side by side."""
    return Q, K, V


def project_qkv(choose=own_matrices, multiply=product, answer=three):
    """Return a function like `solutions.project_qkv` made of these steps."""

    def projections(X, W_Q, W_K, W_V):
        return answer(*(multiply(rows, W) for rows, W in choose(X, W_Q, W_K, W_V)))

    return projections


def choosing(*order):
    """Return a choice of the matrices in another order, or of one of them again."""
    return lambda X, *matrices: [(X, matrices[i]) for i in order]


PROJECT_QKV = Composition(
    project_qkv,
    {
        "choose": {
            "weights-swapped": tuple(
                choosing(*order) for order in itertools.permutations(range(3)) if order != (0, 1, 2)
            ),
            "one-matrix-for-all": tuple(
                choosing(*order)
                for order in itertools.product(range(3), repeat=3)
                if len(set(order)) < 3
            ),
            "projects-the-projection": (
                lambda X, W_Q, W_K, W_V: ((X, W_Q), (X @ W_Q, W_K), (X @ W_Q @ W_K, W_V)),
                lambda X, W_Q, W_K, W_V: ((X, W_Q), (X, W_K), (X @ W_K, W_V)),
            ),
        },
        "multiply": PRODUCTS,
        "answer": {
            "result-transposed": (
                lambda *projected: tuple(np.swapaxes(one, -1, -2) for one in projected),
            ),
            "keys-transposed-early": (lambda Q, K, V: (Q, np.swapaxes(K, -1, -2), V),),
            "scales-too-early": (lambda Q, K, V: (Q / np.sqrt(Q.shape[-1]), K, V),),
            "returns-one-array": (
                lambda *projected: np.concatenate(projected, axis=-1),
                lambda *projected: sum(projected),
            ),
            "returns-queries-only": (lambda Q, K, V: Q, lambda Q, K, V: (Q,)),
        },
    },
)
