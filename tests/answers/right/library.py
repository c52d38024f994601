"""Right answers to chapter 1: hard_lookup and blend."""

import numpy as np

from answers.registry import Answers

RIGHT = Answers()


@RIGHT.to("hard_lookup")
def argmax(query, keys, values):
    return values[np.argmax(keys @ query)]


@RIGHT.to("hard_lookup")
def loop_with_greater(query, keys, values):
    best, best_score = 0, -np.inf
    for i, key in enumerate(keys):
        score = np.dot(key, query)
        if score > best_score:
            best, best_score = i, score
    return values[best]


@RIGHT.to("hard_lookup")
def loop_over_numbers(query, keys, values):
    scores = []
    for key in keys:
        score = 0
        for a, b in zip(key, query, strict=True):
            score += a * b
        scores.append(score)
    return values[scores.index(max(scores))]


@RIGHT.to("hard_lookup")
def loop_backwards(query, keys, values):
    scores = keys @ query
    best = len(scores) - 1
    for i in range(len(scores) - 1, -1, -1):
        if scores[i] >= scores[best]:
            best = i
    return values[best]


@RIGHT.to("hard_lookup")
def stable_sort(query, keys, values):
    return values[np.argsort(-(keys @ query), kind="stable")[0]]


@RIGHT.to("hard_lookup")
def sorted_pairs(query, keys, values):
    pairs = sorted((-float(key @ query), i) for i, key in enumerate(keys))
    return values[pairs[0][1]].copy()


@RIGHT.to("hard_lookup")
def python_max(query, keys, values):
    return values[max(range(len(keys)), key=lambda i: np.inner(keys[i], query))]


@RIGHT.to("hard_lookup")
def einsum(query, keys, values):
    return np.take(values, np.einsum("nd,d->n", keys, query).argmax(), axis=0)


@RIGHT.to("hard_lookup")
def first_of_the_largest(query, keys, values):
    scores = np.tensordot(keys, query, axes=1)
    return values[np.flatnonzero(scores == scores.max())[0]]


@RIGHT.to("hard_lookup")
def one_hot(query, keys, values):
    weights = np.zeros(len(keys))
    weights[np.argmax((keys * query).sum(axis=1))] = 1
    return weights @ values


@RIGHT.to("hard_lookup")
def where_and_min(query, keys, values):
    scores = np.dot(query, keys.T)
    winners = np.where(scores == np.max(scores))
    return values[np.min(winners)]


@RIGHT.to("hard_lookup")
def as_columns(query, keys, values):
    scores = keys @ query[:, np.newaxis]
    row = int(np.argmax(scores, axis=0).item())
    return values[row : row + 1].reshape(-1)


@RIGHT.to("hard_lookup")
def lexsort_and_print(query, keys, values):
    scores = np.inner(keys, query)
    order = np.lexsort((np.arange(len(scores)), -scores))
    print("best book:", order[0])
    return values[order][0]


@RIGHT.to("hard_lookup")
def tournament(query, keys, values):
    if len(keys) == 1:
        return values[0]
    half = len(keys) // 2

    def winner(start, stop):
        if stop - start == 1:
            return start
        middle = (start + stop) // 2
        left, right = winner(start, middle), winner(middle, stop)
        return right if keys[right] @ query > keys[left] @ query else left

    left, right = winner(0, half), winner(half, len(keys))
    return values[right if keys[right] @ query > keys[left] @ query else left]


@RIGHT.to("hard_lookup")
def list_of_numbers(query, keys, values):
    return np.array(values[np.argmax(query @ keys.T)].tolist())


@RIGHT.to("blend")
def matmul(weights, values):
    return weights @ values


@RIGHT.to("blend")
def dot(weights, values):
    return np.dot(weights, values)


@RIGHT.to("blend")
def einsum_ellipsis(weights, values):
    return np.einsum("...n,nd->...d", weights, values)


@RIGHT.to("blend")
def tensordot(weights, values):
    return np.tensordot(weights, values, axes=(-1, 0))


@RIGHT.to("blend")
def broadcast_and_sum(weights, values):
    return (weights[..., np.newaxis] * values).sum(axis=-2)


@RIGHT.to("blend")
def add_row_by_row(weights, values):
    output = 0
    for i in range(len(values)):
        output = output + weights[..., i, None] * values[i]
    return output


@RIGHT.to("blend")
def ndindex(weights, values):
    output = np.zeros(weights.shape[:-1] + values.shape[1:])
    for index in np.ndindex(*weights.shape[:-1]):
        for i, value in enumerate(values):
            output[index] += weights[index][i] * value
    return output


@RIGHT.to("blend")
def flattened(weights, values):
    rows = weights.reshape(-1, weights.shape[-1])
    return (rows @ values).reshape(*weights.shape[:-1], values.shape[-1])


@RIGHT.to("blend")
def recursion(weights, values):
    if weights.ndim == 1:
        return sum(w * v for w, v in zip(weights, values, strict=True))
    return np.stack([recursion(row, values) for row in weights])


@RIGHT.to("blend")
def vectorised(weights, values):
    return np.vectorize(lambda w, v: w @ v, signature="(n),(n,d)->(d)")(weights, values)


@RIGHT.to("blend")
def along_axis(weights, values):
    return np.apply_along_axis(lambda row: row @ values, -1, weights)


@RIGHT.to("blend")
def column_by_column(weights, values):
    return np.stack([weights @ values[:, c] for c in range(values.shape[1])], axis=-1)


@RIGHT.to("blend")
def transposed_product(weights, values):
    return np.moveaxis(np.tensordot(values.T, weights, axes=(1, -1)), 0, -1)


@RIGHT.to("blend")
def fortran_order(weights, values):
    print(weights.shape, values.shape)
    return np.asfortranarray(np.inner(weights, values.T))
