"""Chapter 2: project and project_qkv."""

import numpy as np

from .record import Case, FunctionCheck, call, integers, mixed, numbers, single, variants
from .small import SMALL
from .steps.anything import anywhere
from .steps.projections import PROJECT, PROJECT_QKV

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

    def some_zero(*shape, out):
        X, W, b = layer(rng, *shape, out=out)
        b[rng.integers(out)] = 0
        return call(X, W, b=b)

    X, W, b = single(*layer(rng, 4, 3, out=5))
    batch_X, batch_W, batch_b = single(*layer(rng, 2, 4, 3, out=5))
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
        Case("bias-zero", "when an entry of the bias is 0", 0.5, (some_zero(4, 3, out=5),)),
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
            "three-batch",
            "when X has three batch axes",
            0.5,
            (biased(2, 1, 3, 4, 2, out=5),),
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
        Case(
            "float32",
            "on float32 numbers",
            1,
            (call(X, W, b=b), call(batch_X, batch_W, b=batch_b)),
        ),
        Case(
            "integers",
            "on whole numbers",
            1,
            (
                biased(4, 3, out=5, draw=integers),
                biased(2, 4, 3, out=5, draw=integers),
            ),
        ),
        Case(
            "mixed",
            "when whole numbers and fractions meet",
            0.5,
            tuple(call(X, W, b=b) for X, W, b in mixed(*layer(rng, 4, 3, out=5))),
        ),
    ]


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
            "three-batch",
            "when X has three batch axes",
            0.5,
            (call(*matrices(rng, 2, 1, 3, 4, 5, d_k=3, d_v=2)),),
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
            "float32",
            "on float32 numbers",
            1,
            (
                call(*single(*matrices(rng, 4, 6, d_k=3, d_v=2))),
                call(*single(*matrices(rng, 2, 4, 5, d_k=3, d_v=2))),
            ),
        ),
        Case(
            "integers",
            "on whole numbers",
            1,
            (
                call(*matrices(rng, 4, 6, d_k=3, d_v=2, draw=integers)),
                call(*matrices(rng, 2, 4, 5, d_k=3, d_v=2, draw=integers)),
            ),
        ),
        Case(
            "mixed",
            "when whole numbers and fractions meet",
            0.5,
            tuple(call(*arrays) for arrays in mixed(*matrices(rng, 4, 6, d_k=3, d_v=2))),
        ),
    ]


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


CHECKS = (
    FunctionCheck(
        name="project",
        chapter=CHAPTER,
        number="2.1",
        points=2,
        cases=project_cases,
        steps=PROJECT,
        others=anywhere("project", EXAMPLE[:2], divides=False, positions=(0, 1), whole=3),
        section="columns-of-w",
        small=SMALL["project"],
        sections={
            "bias": ["bias", "bias-zero", "square-bias", "long-as-wide"],
            "many-shelves": ["batch", "two-batch", "batch-alike"],
        },
    ),
    FunctionCheck(
        name="project_qkv",
        chapter=CHAPTER,
        number="2.2",
        points=2,
        cases=project_qkv_cases,
        steps=PROJECT_QKV,
        others=(
            *variants("slices-instead-of-projects", consecutive_slices, first_columns, thirds),
            *anywhere("project_qkv", EXAMPLE, divides=False, positions=(0, 1), whole=4),
        ),
        section="three-lenses",
        small=SMALL["project_qkv"],
        sections={"many-shelves": ["batch", "two-batch", "batch-alike"]},
        returns=("Q", "K", "V"),
    ),
)
