"""Small calls with numbers that can be followed by hand, for the page "What went wrong?".

For each function the first call that tells a mistake from the right answer is the one that the
page shows. Those for edges (ties, masks, batches, large scores) stand behind the ordinary ones.
"""

import numpy as np

from attention_lab.checking.calls import Seed

from .record import call

MIXED = np.array([[2.0, 0.0, 1.0], [0.0, 1.0, 1.0]])
HIDING = np.array([[True, True, False], [True, False, True]])
EMPTY = np.array([[True, True, False], [False, False, False]])
NARROW = np.array([[2.0, 0.0], [0.0, 1.0]])
KEYS = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
VALUES = np.array([[10.0], [20.0], [30.0]])
ONE, SWAP, LEAN = np.eye(2), np.eye(2)[::-1].copy(), np.array([[1.0, 1.0], [0.0, 1.0]])
PAIR = np.array([[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]])
MANY = np.arange(12.0).reshape(1, 2, 3, 2)


def a(*rows):
    """Return an array of floats."""
    return np.array(rows, dtype=float)


SHELF = (a(1, 2), a([3, 0], [1, 1], [0, 2]), a([10, 1], [20, 2], [30, 3]))


def _lookups():
    values = SHELF[2]
    return [
        call(*SHELF),
        call(a(1, 0), a([1, 0], [3, 1], [3, 2]), values),
        call(a(-1, -1), a([3, 0], [1, 1], [0, 4]), values),
        call(a(1, 1), a([2, 1], [-4, -1], [0, 1]), values),
        call(a(1, 0), a([3, 1], [1, 1], [2, 0]), values),
        call(a(1, 0), a([1, 1], [0, 2], [3, 0]), values),
        call(a(1, 1), a([1, 1], [0, 3], [4, -3]), values),
        call(a(2, 1), a([0, 1], [2, 1], [0, 3]), values),
    ]


def _blends():
    values = a([8, 0], [4, 4], [0, 8])
    return [
        call(a(0.5, 0.25, 0.25), values),
        call(a(1, 1, 0), values),
        call(a(1, -0.5, 0.5), values),
        call(a([0.5, 0.5, 0], [0, 0.25, 0.75]), values),
        call(a([0.5, 0.5], [1, 0]), a([2, 4], [6, 8])),
        call(a([[0.5, 0.5], [1, 0]], [[0, 1], [0.5, 0.5]]), a([2, 4], [6, 8])),
        call(a([[[0.5, 0.5]]]), a([2, 4], [6, 8])),
    ]


def _projections():
    X, W, b = a([1, 2], [3, -4]), a([1, 0, 2], [0, 1, 1]), a(10, 20, 30)
    return [
        call(X, W),
        call(X, a([1, 2], [0, 1])),
        call(X, W, b=b),
        call(X, a([1, 2], [0, 1]), b=a(10, 20)),
        call(PAIR, a([1, 2], [0, 1])),
        call(PAIR[np.newaxis], a([1, 2], [0, 1])),
        call(X[:1], W),
    ]


def _triples():
    X = a([1, 2], [3, 4])
    return [
        call(X, a([2, 0], [0, 1]), LEAN, a([1, 0], [1, 1])),
        call(X, a([1], [0]), a([0], [1]), a([1, 1], [0, 1])),
        call(PAIR, ONE, LEAN, a([2, 0], [0, 3])),
        call(PAIR[np.newaxis], ONE, LEAN, a([2, 0], [0, 3])),
        call(X[:1], ONE, LEAN, a([2, 0], [0, 3])),
    ]


def _scores():
    return [
        call(NARROW, KEYS),
        call(a([1, 2], [3, 1]), a([1, 1], [0, 2])),
        call(a([2, -1], [0, -3]), a([1, 1], [0, 2])),
        call(KEYS, NARROW),
        call(PAIR, PAIR[::-1] - 4),
        call(PAIR[np.newaxis], PAIR[np.newaxis, ::-1] - 4),
        call(np.array([[1, 2], [3, 1]]), np.array([[1, 1], [0, 2]])),
        call(a([1, 2, 0], [3, 1, 1]), a([1, 1, 0], [0, 2, 1])),
        call(NARROW[:1], KEYS),
    ]


def _cosines():
    return [
        call(a([3, 4], [1, 0]), a([6, 8], [0, 2], [-1, 0])),
        call(a([3, 4], [1, 0]), a([6, 8], [0, 2])),
        call(a([3, 4], [0, 0]), a([6, 8], [0, 2])),
        call(a([0.003, 0.004], [1, 0]), a([6, 8], [0, 2])),
        *_scores()[4:7],
        call(a([3, 4]), a([6, 8], [0, 2])),
    ]


def _softmaxes():
    return [
        call(MIXED),
        call(a([0, 1], [2, 0])),
        call(a([1000, 999], [1, 0])),
        call(a([200, 100], [1, 0])),
        call(a([0, 1], [2, 0]), axis=0),
        call(np.array([[0, 1], [2, 0]])),
        call(a([[0, 1], [2, 0]], [[3, 0], [0, 1]])),
        call(a([[[0, 1], [2, 0]], [[3, 0], [0, 1]]])),
        call(a([1], [2])),
    ]


def _warm():
    table = a([0, 1], [2, 0])
    return [
        call(MIXED, 2.0),
        call(table, 0.5),
        call(table, 0),
        call(table, -1.0),
        call(table, 2.0, axis=0),
        *(call(*one.args, 2.0) for one in _softmaxes()[2:4]),
        call(np.array([[0, 1], [2, 0]]), 2),
        call(np.array([[0, 1], [2, 0]]), 0.5),
        *(call(*one.args, 2.0) for one in _softmaxes()[6:]),
        call(a([5000, 4999], [1, 0]), 2.0),
    ]


def _masked():
    low = MIXED - 3
    return [
        call(MIXED, HIDING),
        call(low, HIDING),
        call(MIXED, EMPTY),
        call(a([1, 1000, 0], [1, 0, 2]), HIDING[:, [0, 2, 1]]),
        call(a([1000, 999, 5], [1, 0, 2]), HIDING),
        call(MIXED, HIDING[0]),
        call(a([2, 0], [0, 1]), np.array([[True, True], [True, False]])),
        call(MIXED.astype(int), HIDING),
        call(np.stack([MIXED, low]), np.stack([HIDING, HIDING[::-1]])),
        call(np.stack([MIXED, low])[np.newaxis], np.stack([HIDING, HIDING[::-1]])[np.newaxis]),
        call(MIXED[:1], HIDING[:1]),
    ]


def _attentions():
    square = NARROW, a([1, 0], [1, 1]), a([10], [20])
    return [
        call(NARROW, KEYS, VALUES),
        call(*square),
        call(NARROW, KEYS, a([10, 1], [20, 2], [30, 3])),
        call(NARROW, KEYS, VALUES, mask=HIDING),
        call(NARROW, KEYS, VALUES, mask=EMPTY),
        call(*square, mask=np.array([[True, False], [True, True]])),
        call(a([2, 0, 0], [0, 1, 0]), np.eye(3), VALUES),
        call(NARROW, KEYS, VALUES, mask=HIDING[0]),
        call(NARROW * 2000, KEYS, VALUES),
        call(NARROW * 200, KEYS, VALUES),
        call(NARROW, -KEYS * 1500, VALUES, mask=HIDING),
        call(NARROW.astype(int), KEYS.astype(int), VALUES.astype(int)),
        call(PAIR, PAIR[::-1] - 4, PAIR),
        call(PAIR[np.newaxis], PAIR[np.newaxis, ::-1] - 4, PAIR[np.newaxis]),
        call(NARROW[:1], KEYS, VALUES),
    ]


def _crosses():
    X, memory = NARROW, KEYS
    return [
        call(X, memory, ONE, LEAN, SWAP),
        call(X, a([1, 1], [0, 2]), LEAN, SWAP, ONE),
        call(X, memory, LEAN, SWAP, a([1], [2])),
        call(X, memory, ONE, LEAN, SWAP, mask=HIDING),
        call(X, memory, ONE, LEAN, SWAP, mask=EMPTY),
    ]


def _splits():
    return [
        call(a([10, 11, 12, 13], [20, 21, 22, 23]), 2),
        call(a([10, 11, 12, 13, 14, 15], [20, 21, 22, 23, 24, 25]), 3),
        call(a([10, 11, 12], [20, 21, 22]), 2),
        call(a([[10, 11, 12, 13], [20, 21, 22, 23]], [[30, 31, 32, 33], [40, 41, 42, 43]]), 2),
        call(np.arange(10.0, 22.0).reshape(1, 1, 3, 4), 2),
        call(a([10, 11, 12, 13]), 2),
    ]


def _merges():
    return [
        call(a([[10, 11], [20, 21]], [[12, 13], [22, 23]])),
        call(a([[10, 11], [20, 21], [30, 31]], [[12, 13], [22, 23], [32, 33]])),
        call(MANY),
        call(np.concatenate([MANY, MANY + 20])),
        call(MANY[np.newaxis]),
        call(a([[10, 11]], [[12, 13]])),
    ]


def _several():
    X = a([2, 0, 0, 1], [0, 1, 1, 0])
    memory = a([1, 0, 0, 1], [0, 1, 2, 0], [1, 1, 0, 0])
    lean = np.triu(np.ones((4, 4)))
    four = np.eye(4), lean, lean.T.copy(), lean
    batch, batched = np.stack([X, X[::-1]]), np.stack([memory, memory[::-1]])
    masks = np.stack([HIDING, HIDING[::-1]])
    return [
        call(X, memory, *four, 2),
        call(X, X[::-1].copy(), *four, 2),
        call(X, memory, *four, 2, mask=HIDING),
        call(X, memory, *four, 3),
        call(batch, batched, *four, 2, mask=masks),
        call(batch, batched, *four, 2),
        call(batch, batched, *four, 4, mask=masks),
        call(np.stack([X[:1]] * 3), np.stack([memory[:2]] * 3), *four, 2),
    ]


SMALL = {
    "hard_lookup": _lookups(),
    "blend": _blends(),
    "project": _projections(),
    "project_qkv": _triples(),
    "dot_product_scores": _scores(),
    "cosine_scores": _cosines(),
    "dot_product_std": [call(16, 4000, Seed(1)), call(100, 4000, Seed(1))],
    "scaled_scores": _scores(),
    "softmax": _softmaxes(),
    "temperature_softmax": _warm(),
    "masked_softmax": _masked(),
    "causal_mask": [call(3)],
    "attention": _attentions(),
    "cross_attention": _crosses(),
    "split_heads": _splits(),
    "merge_heads": _merges(),
    "multi_head_attention": _several(),
}
