"""The course's functions as textbook loops, to compare `solutions` with.

Written from the formulas alone: nested lists in place of arrays, one number at a time, neither
NumPy's arithmetic nor its broadcasting. Exponentials are decimals, whose range no score leaves,
so that the softmax is the formula itself.
"""

import math
from decimal import Decimal
from functools import cache
from itertools import chain


def shape_of(nested):
    """Return the shape of a nested list, () for a number."""
    return (len(nested), *shape_of(nested[0])) if isinstance(nested, list) else ()


def at(nested, index):
    """Return the entry of a nested list at a tuple of positions."""
    for position in index:
        nested = nested[position]
    return nested


def build(shape, entry, index=()):
    """Return the nested list of `shape` that holds `entry(index)` at every index."""
    if not shape:
        return entry(index)
    return [build(shape[1:], entry, (*index, position)) for position in range(shape[0])]


def over_batch(step, axes, *arrays):
    """Call `step` on the arrays of each batch entry; the first of them has `axes` axes there."""
    if len(shape_of(arrays[0])) == axes:
        return step(*arrays)
    return [over_batch(step, axes, *entries) for entries in zip(*arrays, strict=True)]


def dot(first, second):
    return math.fsum(a * b for a, b in zip(first, second, strict=True))


def column(rows, c):
    return [row[c] for row in rows]


def times(rows, matrix):
    return [[dot(row, column(matrix, c)) for c in range(len(matrix[0]))] for row in rows]


@cache
def exponential(number):
    return Decimal(number).exp()


def may_attend(mask, index):
    """Return the entry of `mask` for `index`: axes align at the right, one of length 1 repeats."""
    if mask is None:
        return True
    shape = shape_of(mask)
    own = index[len(index) - len(shape) :]
    return at(mask, [0 if length == 1 else i for i, length in zip(own, shape, strict=True)])


def hard_lookup(query, keys, values):
    best = 0
    for i, key in enumerate(keys):
        if dot(key, query) > dot(keys[best], query):
            best = i
    return values[best]


def blend(weights, values):
    columns = range(len(values[0]))
    return over_batch(lambda row: [dot(row, column(values, c)) for c in columns], 1, weights)


def project(X, W, b=None):
    def step(rows):
        bias = [0] * len(W[0]) if b is None else b
        return [[y + shift for y, shift in zip(row, bias, strict=True)] for row in times(rows, W)]

    return over_batch(step, 2, X)


def project_qkv(X, W_Q, W_K, W_V):
    return project(X, W_Q), project(X, W_K), project(X, W_V)


def dot_product_scores(Q, K):
    return over_batch(lambda q, k: [[dot(query, key) for key in k] for query in q], 2, Q, K)


def cosine_scores(Q, K):
    def cosine(query, key):
        lengths = math.sqrt(dot(query, query)) * math.sqrt(dot(key, key))
        return dot(query, key) / lengths if lengths else 0.0

    return over_batch(lambda q, k: [[cosine(query, key) for key in k] for query in q], 2, Q, K)


def scaled_scores(Q, K):
    def step(q, k):
        return [[dot(query, key) / math.sqrt(len(key)) for key in k] for query in q]

    return over_batch(step, 2, Q, K)


def softmax(x, axis=-1):
    shape = shape_of(x)
    axis %= len(shape)

    def weight(index):
        line = [at(x, (*index[:axis], i, *index[axis + 1 :])) for i in range(shape[axis])]
        return float(exponential(at(x, index)) / sum(map(exponential, line)))

    return build(shape, weight)


def temperature_softmax(x, temperature, axis=-1):
    return softmax(build(shape_of(x), lambda index: at(x, index) / temperature), axis)


def masked_softmax(scores, mask):
    shape = shape_of(scores)

    def weight(index):
        if not may_attend(mask, index):
            return 0.0
        row = [(*index[:-1], j) for j in range(shape[-1])]
        visible = [exponential(at(scores, place)) for place in row if may_attend(mask, place)]
        return float(exponential(at(scores, index)) / sum(visible))

    return build(shape, weight)


def causal_mask(n):
    return [[j <= i for j in range(n)] for i in range(n)]


def attention(Q, K, V, mask=None):
    weights = masked_softmax(scaled_scores(Q, K), mask)
    return over_batch(times, 2, weights, V), weights


def cross_attention(X, memory, W_Q, W_K, W_V, mask=None):
    return attention(project(X, W_Q), project(memory, W_K), project(memory, W_V), mask)


def split_heads(X, num_heads):
    *batch, n, d_model = shape_of(X)
    if num_heads < 1 or d_model % num_heads:
        raise ValueError
    d_head = d_model // num_heads

    def entry(index):
        *place, head, token, c = index
        return at(X, (*place, token, head * d_head + c))

    return build((*batch, num_heads, n, d_head), entry)


def merge_heads(X):
    *batch, num_heads, n, d_head = shape_of(X)

    def entry(index):
        *place, token, c = index
        return at(X, (*place, c // d_head, token, c % d_head))

    return build((*batch, n, num_heads * d_head), entry)


def multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None):
    if num_heads < 1 or len(W_Q[0]) % num_heads:
        raise ValueError
    d_head = len(W_Q[0]) // num_heads
    outputs, weights = [], []
    for head in range(num_heads):
        own = slice(head * d_head, (head + 1) * d_head)
        matrices = [[row[own] for row in W] for W in (W_Q, W_K, W_V)]
        output, weight = cross_attention(X, memory, *matrices, mask)
        outputs.append(output)
        weights.append(weight)

    def side_by_side(*heads):
        return [list(chain(*rows)) for rows in zip(*heads, strict=True)]

    def entry(index):
        *batch, head, query, key = index
        return at(weights[head], (*batch, query, key))

    *batch, n_q, n_k = shape_of(weights[0])
    output = project(over_batch(side_by_side, 2, *outputs), W_O)
    return output, build((*batch, num_heads, n_q, n_k), entry)
