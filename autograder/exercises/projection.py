"""Chapter 2: project and project_qkv."""

import itertools

import numpy as np

from .record import Case, FunctionCheck, call, integers, numbers, single, variants
from .steps.anything import anywhere

CHAPTER = "02-projection"
EXAMPLE = (np.array([[1, 2], [3, 4]]), np.eye(2), np.ones((2, 2)), np.array([[1], [2]]))


def layer(rng, *shape, out, draw=numbers):
    """Draw X of this shape, a matrix W with `out` columns and a bias without a zero."""
    bias = draw(rng, out)
    return draw(rng, *shape), draw(rng, shape[-1], out), np.where(bias == 0, 1, bias)


def project_cases(rng):
    """Draw the cases of `project`."""

    def bare(*shape, out, **none):
        X, W, _ = layer(rng, *shape, out=out)
        return call(X, W, **none)

    def biased(*shape, out, draw=numbers):
        X, W, b = layer(rng, *shape, out=out, draw=draw)
        return call(X, W, b=b)

    X, W, b = single(*layer(rng, 4, 3, out=5))
    return [
        Case(
            "ordinary",
            "without a bias",
            1,
            (bare(4, 3, out=5), bare(2, 5, out=3), bare(5, 2, out=4, b=None)),
            basic=True,
        ),
        Case(
            "bias",
            "with a bias",
            2,
            (biased(4, 3, out=5), biased(2, 5, out=3)),
        ),
        Case("square", "when W is square", 1, (bare(4, 3, out=3),)),
        Case(
            "square-bias",
            "when W is square and there is a bias",
            1,
            (biased(4, 3, out=3),),
        ),
        Case(
            "long-as-wide",
            "when n and d_out are equal",
            1,
            (biased(5, 3, out=5),),
        ),
        Case(
            "all-alike",
            "when n, d_model and d_out are equal",
            1,
            (bare(3, 3, out=3), biased(3, 3, out=3)),
        ),
        Case(
            "batch",
            "when X has a batch axis",
            2,
            (bare(2, 4, 3, out=5), biased(2, 4, 3, out=5)),
        ),
        Case(
            "two-batch",
            "when X has two batch axes",
            1,
            (biased(3, 2, 4, 5, out=2),),
        ),
        Case(
            "batch-alike",
            "when the batch is as large as the sequence is long",
            1,
            (biased(3, 3, 3, out=3), biased(4, 4, 2, out=4)),
        ),
        Case(
            "single",
            "when there is one row, or one column out",
            1,
            (biased(1, 3, out=4), biased(4, 3, out=1)),
        ),
        Case("float32", "on float32 numbers", 1, (call(X, W, b=b),)),
        Case("integers", "on whole numbers", 1, (biased(4, 3, out=5, draw=integers),)),
    ]


def plus(projected, b):
    """Add the bias where there is one."""
    return projected if b is None else projected + b


def with_product(product):
    """Return a projection that multiplies X and W in another way."""
    return lambda X, W, b=None: plus(product(X, W), b)


def with_bias(add):
    """Return a projection that brings the bias in another way."""
    return lambda X, W, b=None: X @ W if b is None else add(X, W, b)


def bias_along_rows(X, W, b):
    """Give each row a number of the bias."""
    return X @ W + b[:, np.newaxis]


def collapsed(X, W):
    """Leave the rows of all batches in one table."""
    return X.reshape(-1, X.shape[-1]) @ W


def first_of_batch(X, W):
    """Project the first part of the batch."""
    return X.reshape(-1, *X.shape[-2:])[0] @ W


def row_by_row(X, W, b=None):
    """Loop over the first axis and join what comes out."""
    rows = [plus(row @ W, b) for row in X]
    return np.concatenate(rows) if X.ndim > 2 else np.array(rows)


PROJECT = FunctionCheck(
    "project",
    CHAPTER,
    "2.1",
    2,
    project_cases,
    (
        *variants("weight-transposed", with_product(lambda X, W: X @ W.T)),
        *variants("bias-dropped", lambda X, W, b=None: X @ W),
        *variants("bias-before-product", with_bias(lambda X, W, b: (X + b) @ W)),
        *variants("bias-along-rows", with_bias(bias_along_rows)),
        *variants("bias-subtracted", with_bias(lambda X, W, b: X @ W - b)),
        *variants("bias-multiplied", with_bias(lambda X, W, b: X @ W * b)),
        *variants("bias-summed", with_bias(lambda X, W, b: X @ W + b.sum())),
        *variants("bias-for-every-number", with_bias(lambda X, W, b: X @ W + X.shape[-1] * b)),
        *variants(
            "bias-alone", with_bias(lambda X, W, b: np.broadcast_to(b, (*X.shape[:-1], len(b))))
        ),
        *variants(
            "elementwise-product",
            with_product(lambda X, W: X * W),
            with_product(lambda X, W: (X * W).sum(axis=-1)),
        ),
        *variants("matrix-first", with_product(lambda X, W: W @ X), lambda X, W, b=None: W @ X),
        *variants("sums-over-tokens", with_product(lambda X, W: np.swapaxes(X, -1, -2) @ W)),
        *variants("result-transposed", lambda X, W, b=None: np.swapaxes(plus(X @ W, b), -1, -2)),
        *variants("reverses-all-axes", lambda X, W, b=None: plus((W.T @ X.T).T, b)),
        *variants("batch-axes-lost", with_product(collapsed), row_by_row),
        *variants("first-batch-only", with_product(first_of_batch)),
        *variants("not-projected", lambda X, W, b=None: plus(X, b)),
        *variants("adds-activation", lambda X, W, b=None: np.maximum(plus(X @ W, b), 0)),
        *anywhere("project", EXAMPLE[:2], divides=False, positions=(0, 1)),
    ),
)


def matrices(rng, *shape, d_k, d_v, draw=numbers):
    """Draw X of this shape and the three matrices."""
    width = shape[-1]
    return draw(rng, *shape), draw(rng, width, d_k), draw(rng, width, d_k), draw(rng, width, d_v)


def project_qkv_cases(rng):
    """Draw the cases of `project_qkv`."""
    return [
        Case(
            "ordinary",
            "on one sequence",
            1,
            (
                call(*matrices(rng, 4, 6, d_k=3, d_v=2)),
                call(*matrices(rng, 3, 12, d_k=4, d_v=5)),
            ),
            basic=True,
        ),
        Case(
            "same-width",
            "when values are as wide as keys",
            1,
            (call(*matrices(rng, 4, 6, d_k=3, d_v=3)), call(*matrices(rng, 4, 6, d_k=2, d_v=2))),
        ),
        Case(
            "square",
            "when all three matrices are square",
            1,
            (call(*matrices(rng, 5, 3, d_k=3, d_v=3)), call(*matrices(rng, 3, 3, d_k=3, d_v=3))),
        ),
        Case(
            "batch",
            "when X has a batch axis",
            2,
            (call(*matrices(rng, 2, 4, 6, d_k=3, d_v=5)),),
        ),
        Case(
            "two-batch",
            "when X has two batch axes",
            1,
            (call(*matrices(rng, 3, 2, 4, 6, d_k=3, d_v=2)),),
        ),
        Case(
            "batch-alike",
            "when the batch is as large as the sequence is long",
            1,
            (call(*matrices(rng, 3, 3, 3, d_k=3, d_v=3)),),
        ),
        Case(
            "single",
            "when there is one row, or keys and values are one number long",
            1,
            (call(*matrices(rng, 1, 3, d_k=4, d_v=2)), call(*matrices(rng, 4, 3, d_k=1, d_v=1))),
        ),
        Case(
            "float32", "on float32 numbers", 1, (call(*single(*matrices(rng, 4, 6, d_k=3, d_v=2))),)
        ),
        Case(
            "integers",
            "on whole numbers",
            1,
            (call(*matrices(rng, 4, 6, d_k=3, d_v=2, draw=integers)),),
        ),
    ]


def each(product):
    """Return a project_qkv that makes each of the three in another way."""
    return lambda X, W_Q, W_K, W_V: tuple(product(X, W) for W in (W_Q, W_K, W_V))


def choosing(*order):
    """Return a project_qkv that takes the matrices in another order or one of them again."""
    return lambda X, *matrices: tuple(X @ matrices[i] for i in order)


def chained(X, W_Q, W_K, W_V):
    """Make each projection from the one before."""
    Q = X @ W_Q
    K = Q @ W_K
    return Q, K, K @ W_V


def chained_values(X, W_Q, W_K, W_V):
    """Make the values from the keys."""
    K = X @ W_K
    return X @ W_Q, K, K @ W_V


def consecutive_slices(X, W_Q, W_K, W_V):
    """Cut the input into three pieces."""
    d_k, d_v = W_Q.shape[1], W_V.shape[1]
    return X[..., :d_k], X[..., d_k : 2 * d_k], X[..., 2 * d_k : 2 * d_k + d_v]


def first_columns(X, W_Q, W_K, W_V):
    """Take as many columns as are asked for."""
    return tuple(X[..., : W.shape[1]] for W in (W_Q, W_K, W_V))


def thirds(X, W_Q, W_K, W_V):
    """Cut the input into thirds."""
    return tuple(np.split(X, 3, axis=-1))


def scaled_queries(X, W_Q, W_K, W_V):
    """Scale the queries."""
    return X @ W_Q / np.sqrt(W_Q.shape[1]), X @ W_K, X @ W_V


def keys_transposed(X, W_Q, W_K, W_V):
    """Turn the keys."""
    return X @ W_Q, np.swapaxes(X @ W_K, -1, -2), X @ W_V


PROJECT_QKV = FunctionCheck(
    "project_qkv",
    CHAPTER,
    "2.2",
    2,
    project_qkv_cases,
    (
        *variants(
            "weights-swapped",
            *(choosing(*order) for order in itertools.permutations(range(3)) if order != (0, 1, 2)),
        ),
        *variants(
            "one-matrix-for-all",
            *(
                choosing(*order)
                for order in itertools.product(range(3), repeat=3)
                if len(set(order)) < 3
            ),
        ),
        *variants("projects-the-projection", chained, chained_values),
        *variants("slices-instead-of-projects", consecutive_slices, first_columns, thirds),
        *variants("weight-transposed", each(lambda X, W: X @ W.T)),
        *variants("elementwise-product", each(lambda X, W: X * W)),
        *variants("matrix-first", each(lambda X, W: W @ X)),
        *variants("sums-over-tokens", each(lambda X, W: np.swapaxes(X, -1, -2) @ W)),
        *variants("result-transposed", each(lambda X, W: np.swapaxes(X @ W, -1, -2))),
        *variants("keys-transposed-early", keys_transposed),
        *variants("scales-too-early", scaled_queries),
        *variants("not-projected", each(lambda X, W: X)),
        *variants("batch-axes-lost", each(collapsed)),
        *variants("first-batch-only", each(first_of_batch)),
        *variants(
            "returns-one-array",
            lambda X, *W: np.concatenate([X @ one for one in W], axis=-1),
            lambda X, *W: sum(X @ one for one in W),
        ),
        *variants("returns-queries-only", lambda X, *W: X @ W[0], lambda X, *W: (X @ W[0],)),
        *anywhere("project_qkv", EXAMPLE, divides=False, positions=(0, 1)),
    ),
    returns=("Q", "K", "V"),
)

CHECKS = (PROJECT, PROJECT_QKV)
