"""Fresh inputs under the contract, drawn in another way than the checks draw theirs.

Two answers that agree on all of these are taken to be the same. Lengths are drawn from a few small
ones, so that axes are often equally long, which is where mistakes hide, and often not.
"""

import numpy as np
from docstrings import drawn_arguments

from attention_lab.checking.calls import Call, Seed

BATCHES = ((), (), (2,), (3,), (2, 3))


class Draw:
    """Draws of lengths and arrays from one generator."""

    def __init__(self, rng):
        self.rng = rng
        self.kind = rng.choice(["plain", "plain", "plain", "large", "whole", "single"])
        self.batch = BATCHES[rng.integers(len(BATCHES))]

    def lengths(self, count):
        """Draw `count` lengths; one time in four they are all the same."""
        if self.rng.random() < 0.25:
            return [int(self.rng.integers(2, 5))] * count
        return [int(length) for length in self.rng.integers(1, 7, size=count)]

    def array(self, *shape):
        """Draw an array of the kind that this draw is of."""
        values = self.rng.normal(size=shape)
        if self.kind == "whole":
            return self.rng.integers(-4, 5, size=shape)
        if self.kind == "single":
            return values.astype(np.float32)
        return values

    def scores(self, *shape):
        """Draw scores, also very large and very small ones."""
        scale = self.rng.choice([1, 30, 3000]) if self.kind == "large" else 1
        scores = self.array(*shape)
        return scores if scale == 1 else scores * scale

    def mask(self, *shape):
        """Draw a mask of this shape or of one that broadcasts to it; rows may be all False."""
        shape = list(shape)
        for axis in range(len(shape)):
            if self.rng.random() < 0.2:
                shape[axis] = 1
        dropped = self.rng.integers(len(shape)) if self.rng.random() < 0.3 else 0
        return self.rng.random(shape[dropped:]) < self.rng.choice([0.3, 0.6, 0.9])


def hard_lookup(draw):
    n, d_k, d_v = draw.lengths(3)
    keys = draw.array(n, d_k)
    if draw.rng.random() < 0.3:
        keys = np.round(keys)
    query = np.round(draw.array(d_k)).astype(keys.dtype)
    return Call((query, keys, draw.array(n, d_v)))


def blend(draw):
    n, m, d_v = draw.lengths(3)
    rows = (*draw.batch, m) if draw.rng.random() < 0.7 else ()
    return Call((draw.array(*rows, n), draw.array(n, d_v)))


def project(draw):
    n, d_model, d_out = draw.lengths(3)
    args = draw.array(*draw.batch, n, d_model), draw.array(d_model, d_out)
    bias = draw.array(d_out)
    return draw.rng.choice([Call(args), Call((*args, bias)), Call(args, {"b": bias})])


def project_qkv(draw):
    n, d_model, d_k, d_v = draw.lengths(4)
    W_Q, W_K, W_V = (draw.array(d_model, width) for width in (d_k, d_k, d_v))
    return Call((draw.array(*draw.batch, n, d_model), W_Q, W_K, W_V))


def dot_product_scores(draw):
    n_q, n_k, d_k = draw.lengths(3)
    return Call((draw.array(*draw.batch, n_q, d_k), draw.array(*draw.batch, n_k, d_k)))


scaled_scores = dot_product_scores


def cosine_scores(draw):
    arrays = dot_product_scores(draw).args
    for array in arrays:
        array[draw.rng.random(array.shape[:-1]) < 0.15] = 0
        if draw.kind == "large":
            array *= 0.01
    return Call(arrays)


def dot_product_std(draw):
    return Call((int(draw.rng.integers(1, 30)), 4000, Seed(int(draw.rng.integers(10**6)))))


def softmax(draw):
    x = draw.scores(*draw.batch, *draw.lengths(draw.rng.integers(1, 3)))
    if draw.rng.random() < 0.3:
        return Call((x,))
    return Call((x,), {"axis": int(draw.rng.integers(-x.ndim, x.ndim))})


def temperature_softmax(draw):
    temperature = float(draw.rng.choice([0.05, 0.5, 1, 3, 40, 0, -2]))
    call = softmax(draw)
    return Call((*call.args, temperature), call.kwargs)


def masked_softmax(draw):
    scores = draw.scores(*draw.batch, *draw.lengths(2))
    return Call((scores, draw.mask(*scores.shape)))


def causal_mask(draw):
    return Call((int(draw.rng.integers(1, 9)),))


def attention(draw):
    n_q, n_k, d_k, d_v = draw.lengths(4)
    Q, K = draw.scores(*draw.batch, n_q, d_k), draw.array(*draw.batch, n_k, d_k)
    return _with_mask(draw, Q, K, draw.array(*draw.batch, n_k, d_v))


def cross_attention(draw):
    n_q, n_k, d_model, d_k, d_v = draw.lengths(5)
    X, memory = draw.scores(*draw.batch, n_q, d_model), draw.array(*draw.batch, n_k, d_model)
    return _with_mask(draw, X, memory, *(draw.array(d_model, d) for d in (d_k, d_k, d_v)))


def split_heads(draw):
    n, d_head, num_heads = draw.lengths(3)
    wrong = draw.rng.random() < 0.1
    return Call((draw.array(*draw.batch, n, d_head * num_heads + wrong), num_heads))


def merge_heads(draw):
    return Call((draw.array(*draw.batch, *draw.lengths(3)),))


def multi_head_attention(draw):
    n_q, n_k, d_head, num_heads = draw.lengths(4)
    d_model = d_head * num_heads
    X, memory = draw.scores(*draw.batch, n_q, d_model), draw.array(*draw.batch, n_k, d_model)
    matrices = [draw.array(d_model, d_model) for _ in range(4)]
    return _with_mask(draw, X, memory, *matrices, num_heads)


def _with_mask(draw, one, other, *rest):
    if draw.rng.random() < 0.35:
        return Call((one, other, *rest))
    return Call((one, other, *rest), {"mask": draw.mask(*one.shape[:-1], other.shape[-2])})


def from_docstring(name):
    """Return a way to draw a call of a function by the shapes that its docstring promises."""

    def make(draw):
        same = draw.rng.random() < 0.25
        side = int(draw.rng.integers(2, 5))
        return Call(
            drawn_arguments(
                name,
                array=draw.array,
                mask=draw.mask,
                number=lambda kind: (
                    int(draw.rng.integers(1, 9)) if kind == "int" else float(draw.rng.normal())
                ),
                batch=draw.batch,
                length=lambda axis: side if same else int(draw.rng.integers(1, 7)),
            )
        )

    return make


def fresh(name, rng, count=60):
    """Draw `count` calls of the function `name`, by its docstring where nothing else is said."""
    make = globals().get(name) or from_docstring(name)
    return [make(Draw(rng)) for _ in range(count)]
