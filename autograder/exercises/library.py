"""Chapter 1: hard_lookup and blend."""

import numpy as np

from .record import Case, FunctionCheck, call, integers, numbers, single, variants
from .steps.anything import anywhere

CHAPTER = "01-library"


def shelf(rng, n, d_k, d_v, draw=numbers):
    """Draw a query, keys and values; of four keys or more one alone is best, above 0, inside."""
    query, values = draw(rng, d_k), draw(rng, n, d_v)
    while True:
        keys = draw(rng, n, d_k)
        scores = keys @ query
        best = np.argmax(scores)
        alone = scores[best] > 0 and np.sum(scores == scores[best]) == 1
        if n < 4 or (alone and 0 < best < n - 1):
            return query, keys, values


def telling_shelf(rng, n, d_k, d_v, strictly=False):
    """Draw a shelf where no other way to choose chooses the best key, nor strictly the second."""
    while True:
        query, values = numbers(rng, d_k), numbers(rng, n, d_v)
        many = numbers(rng, 50, n, d_k)
        found = many[telling(query, many, strictly)]
        if len(found):
            return query, found[0], values


def telling(query, keys, strictly):
    """Say which of many sets of keys tell the largest dot product from all else.

    The best score is above zero, but not the one of the largest size. Its key is not at an end, not
    the nearest one, not the one with the best direction; it is not the best without the query, in
    the first half of the numbers or by one product. A later score rises again. Strictly, the second
    best key is none of these either.
    """
    products = keys * query
    scores = products.sum(axis=-1)
    order = np.argsort(scores, axis=-1)
    second, best = order[:, -2], order[:, -1]
    others = (
        np.abs(scores),
        -np.linalg.norm(keys - query, axis=-1),
        scores / (np.linalg.norm(keys, axis=-1) + 1e-9),
        keys.sum(axis=-1),
        products.max(axis=-1),
        products[..., : (len(query) + 1) // 2].sum(axis=-1),
    )
    top = scores.max(axis=-1, keepdims=True)
    fine = (best > 0) & (best < keys.shape[1] - 1)
    fine &= (top[:, 0] > 0) & ((scores == top).sum(axis=-1) == 1)
    for other in others:
        chosen = other.argmax(axis=-1)
        fine &= chosen != best
        if strictly:
            fine &= chosen != second
    later = np.arange(keys.shape[1] - 1) >= best[:, np.newaxis]
    return fine & ((np.diff(scores, axis=-1) > 0) & later).any(axis=-1)


def tied(rng, n, first, *others):
    """Draw a shelf where the keys at `first` and `others` have the largest score, all the same."""
    query, values = integers(rng, 4, low=1).astype(float), numbers(rng, n, 3)
    keys = integers(rng, n, 4, high=2).astype(float)
    keys[[first, *others]] = 3
    keys[others[-1]] += np.array([1, -1, 0, 0]) * query[[1, 0, 2, 3]]
    return query, keys, values


def at_an_end(rng, position):
    """Draw a shelf whose best key is the first (0) or the last (-1)."""
    query, keys, values = shelf(rng, 6, 3, 4)
    best = np.argmax(keys @ query)
    keys[[position, best]] = keys[[best, position]]
    return query, keys, values


def below_zero(rng, size=1):
    """Draw a shelf where every score is below minus `size`, and the best key is not at an end."""
    while True:
        query, keys, values = shelf(rng, 6, 3, 5)
        keys = np.where((keys @ query > 0)[:, np.newaxis], -keys, keys)
        scores = keys @ query
        best = np.argmax(scores)
        if scores[best] < -size and 0 < best < 5 and np.sum(scores == scores[best]) == 1:
            return query, keys, values


def far_below_zero(rng):
    """Draw such a shelf whose scores lie between -9,000 and -1,000."""
    while True:
        query, keys, values = below_zero(rng)
        query = query * np.floor(9000 / -np.min(keys @ query))
        if np.max(keys @ query) < -1000:
            return query, keys, values


def hard_lookup_cases(rng):
    """Draw the cases of `hard_lookup`."""
    whole = shelf(rng, 6, 4, 3, draw=integers)
    return [
        Case(
            "ordinary",
            "on a shelf of a few books",
            1,
            (
                *(call(*telling_shelf(rng, 8, 3, 4, strictly=i < 2)) for i in range(5)),
                *(call(*telling_shelf(rng, 7, 4, 2)) for _ in range(5)),
            ),
            basic=True,
        ),
        Case(
            "tie",
            "when several keys match equally well",
            2,
            (call(*tied(rng, 5, 1, 3)), call(*tied(rng, 6, 0, 2, 5)), call(*tied(rng, 4, 2, 3))),
        ),
        Case(
            "ends",
            "when the best key is the first or the last one",
            1,
            (call(*at_an_end(rng, 0)), call(*at_an_end(rng, -1))),
        ),
        Case(
            "negative",
            "when every score is below zero",
            1,
            (call(*below_zero(rng)), call(*far_below_zero(rng))),
        ),
        Case(
            "square",
            "when there are as many books as numbers in a row",
            1,
            tuple(call(*shelf(rng, 5, 5, 5)) for _ in range(3)),
        ),
        Case("one-key", "when there is one book", 1, (call(*shelf(rng, 1, 3, 4)),)),
        Case(
            "narrow",
            "when keys and values are one number long",
            1,
            (
                call(
                    np.array([-1.5]),
                    np.array([[1.0], [-2.0], [0.5]]),
                    np.array([[3.0], [-1.0], [2.0]]),
                ),
            ),
        ),
        Case(
            "large",
            "when scores are large",
            1,
            (call(*(array * 50 for array in shelf(rng, 5, 3, 4))),),
        ),
        Case("float32", "on float32 numbers", 1, (call(*single(*shelf(rng, 5, 3, 4))),)),
        Case("integers", "on whole numbers", 1, (call(*whole),)),
    ]


def last_best(query, keys, values):
    """Take the last of the best."""
    scores = keys @ query
    return values[len(scores) - 1 - np.argmax(scores[::-1])]


def mean_of_best(query, keys, values):
    """Average the values of the best."""
    scores = keys @ query
    return values[scores == scores.max()].mean(axis=0)


def by_cosine(query, keys, values):
    """Divide the scores by the lengths of the keys."""
    return values[np.argmax(keys @ query / np.linalg.norm(keys, axis=1))]


def by_distance(query, keys, values):
    """Take the nearest key."""
    return values[np.argmin(np.linalg.norm(keys - query, axis=1))]


def soft_blend(query, keys, values):
    """Blend by the softmax of the scores."""
    scores = keys @ query
    parts = np.exp(scores - scores.max())
    return parts / parts.sum() @ values


def starting_at(score, default=0):
    """Return a lookup that looks for a score above one, and otherwise takes a default."""

    def wrong(query, keys, values):
        best, best_score = default, score
        for i, key in enumerate(keys):
            if key @ query > best_score:
                best, best_score = i, key @ query
        return values[best]

    return wrong


def starting_without(score):
    """Return a lookup that looks for a score above one, and has nothing where it finds none."""

    def wrong(query, keys, values):
        best_score = score
        for i, key in enumerate(keys):
            if key @ query > best_score:
                best, best_score = i, key @ query
        return values[best]

    return wrong


def compared_with_previous(query, keys, values):
    """Take the last score that is above the one before it."""
    scores = keys @ query
    best = 0
    for i in range(1, len(scores)):
        if scores[i] > scores[i - 1]:
            best = i
    return values[best]


def skipping(first, last):
    """Return a lookup that leaves out the first keys or the last ones."""

    def wrong(query, keys, values):
        scores = (keys @ query)[first : len(keys) - last]
        return values[first + np.argmax(scores)] if scores.size else values[0]

    return wrong


def beside_the_best(step):
    """Return a lookup that takes the value some places away from the best one."""
    return lambda query, keys, values: values[np.argmax(keys @ query) + step]


def into_the_keys(query, keys, values):
    """Multiply the keys in place."""
    keys *= query
    return values[np.argmax(keys.sum(axis=1))]


EXAMPLE = (np.array([1, 2]), np.array([[2, 1], [1, 3]]), np.array([[10, 20], [30, 40]]))

HARD_LOOKUP = FunctionCheck(
    "hard_lookup",
    CHAPTER,
    "1.1",
    2,
    hard_lookup_cases,
    (
        *variants("argmin-key", lambda q, K, V: V[np.argmin(K @ q)]),
        *variants("last-on-tie", last_best),
        *variants("averages-ties", mean_of_best),
        *variants("returns-key", lambda q, K, V: K[np.argmax(K @ q)]),
        *variants("returns-position", lambda q, K, V: np.argmax(K @ q)),
        *variants("returns-score", lambda q, K, V: np.max(K @ q)),
        *variants("returns-scores", lambda q, K, V: K @ q),
        *variants(
            "products-not-summed",
            lambda q, K, V: V[np.argmax(np.max(K * q, axis=1))],
            lambda q, K, V: V[np.argmax(K * q) // K.shape[1]],
            lambda q, K, V: V[np.argmax(K * q) % len(V)],
            lambda q, K, V: V[np.argmax(K * q)],
        ),
        *variants(
            "sums-over-books",
            lambda q, K, V: V[np.argmax(np.sum(K * q, axis=0))],
            lambda q, K, V: V[np.argmax(np.sum(K * q, axis=0)) % len(V)],
        ),
        *variants("ignores-query", lambda q, K, V: V[np.argmax(K.sum(axis=1))]),
        *variants("matches-by-direction", by_cosine),
        *variants("matches-by-distance", by_distance),
        *variants("matches-by-size", lambda q, K, V: V[np.argmax(np.abs(K @ q))]),
        *variants(
            "starts-at-zero",
            *(
                wrong
                for score in (0, -1, -100, -1000)
                for wrong in (
                    starting_at(score),
                    starting_at(score, -1),
                    starting_at(score, None),
                    starting_without(score),
                )
            ),
        ),
        *variants("compares-with-previous", compared_with_previous),
        *variants("skips-a-book", skipping(1, 0), skipping(0, 1)),
        *variants("same-book-always", lambda q, K, V: V[0], lambda q, K, V: V[-1]),
        *variants(
            "takes-the-neighbour",
            beside_the_best(1),
            beside_the_best(-1),
            lambda q, K, V: V[(np.argmax(K @ q) + 1) % len(V)],
        ),
        *variants(
            "scores-the-values",
            lambda q, K, V: V[np.argmax(V @ q)],
            lambda q, K, V: V[np.argmax(np.sum(V * q, axis=1))],
        ),
        *variants("soft-for-hard", lambda q, K, V: K @ q @ V, soft_blend),
        *variants(
            "keeps-extra-axis",
            lambda q, K, V: V[[np.argmax(K @ q)]],
            lambda q, K, V: V[K @ q == np.max(K @ q)],
        ),
        *variants("mutates-input", into_the_keys),
        *anywhere("hard_lookup", EXAMPLE, axes=None, divides=False, positions=(0, 1, 2)),
    ),
)


def parts_of_one(rng, *shape):
    """Draw positive weights in sixteenths, each row adding up to 1."""
    rows = int(np.prod(shape[:-1], dtype=int))
    drawn = rng.multinomial(16 - shape[-1], np.ones(shape[-1]) / shape[-1], size=rows) + 1
    return drawn.reshape(shape) / 16


def uneven(rng, n):
    """Draw positive weights that add up to 1, no two the same."""
    while True:
        weights = parts_of_one(rng, n)
        if len(np.unique(weights)) == n:
            return weights


def blend_cases(rng):
    """Draw the cases of `blend`."""
    return [
        Case(
            "ordinary",
            "on one row of weights that adds up to 1",
            1,
            (call(uneven(rng, 4), numbers(rng, 4, 3)), call(uneven(rng, 3), numbers(rng, 3, 5))),
            basic=True,
        ),
        Case(
            "not-one",
            "when the weights do not add up to 1",
            2,
            (
                call(parts_of_one(rng, 4) * 3, numbers(rng, 4, 3)),
                call(parts_of_one(rng, 4) / 2, numbers(rng, 4, 3)),
                call(np.zeros(4), numbers(rng, 4, 3)),
            ),
        ),
        Case(
            "negative",
            "when a weight is below zero",
            1,
            (call(uneven(rng, 4) * np.array([3, -3, 3, -3]), numbers(rng, 4, 3)),),
        ),
        Case(
            "rows",
            "when there are several rows of weights",
            2,
            (
                call(parts_of_one(rng, 5, 4), numbers(rng, 4, 3)),
                call(parts_of_one(rng, 2, 3), numbers(rng, 3, 5)),
            ),
        ),
        Case(
            "batch",
            "when the weights have three axes",
            1,
            (call(parts_of_one(rng, 2, 5, 4), numbers(rng, 4, 3)),),
        ),
        Case(
            "two-batch",
            "when the weights have four axes",
            1,
            (call(parts_of_one(rng, 3, 2, 5, 4), numbers(rng, 4, 6)),),
        ),
        Case(
            "square",
            "when there are as many values as numbers in a row",
            1,
            (
                call(uneven(rng, 4), numbers(rng, 4, 4)),
                call(parts_of_one(rng, 4, 4), numbers(rng, 4, 4)),
            ),
        ),
        Case(
            "one-value",
            "when there is one value, or values are one number long",
            1,
            (
                call(np.array([0.75]), numbers(rng, 1, 3)),
                call(parts_of_one(rng, 2, 4), numbers(rng, 4, 1)),
            ),
        ),
        Case(
            "float32",
            "on float32 numbers",
            1,
            (call(*single(uneven(rng, 4), numbers(rng, 4, 5))),),
        ),
        Case(
            "integers",
            "on whole numbers",
            1,
            (call(integers(rng, 4) + 4, integers(rng, 4, 5)),),
        ),
    ]


def every_product(weights, values):
    """Return each value times its weight, one by one."""
    return weights[..., np.newaxis] * values


def shares_of_sum(weights, values):
    """Divide each row by its sum of weights."""
    return weights @ values / np.sum(weights, axis=-1, keepdims=True)


def shares_of_all(weights, values):
    """Divide by the sum of all weights."""
    return weights @ values / np.sum(weights)


def softmax_first(weights, values):
    """Take the softmax of the weights."""
    parts = np.exp(weights)
    return parts / parts.sum(axis=-1, keepdims=True) @ values


def position_by_position(weights, values):
    """Pair the first axis of the weights with the values."""
    total = 0
    for weight, value in zip(weights, values, strict=False):
        total = total + weight * value
    return total


def position_by_index(weights, values):
    """Take as many weights from the first axis as there are values."""
    total = np.zeros(values.shape[-1])
    for i in range(len(values)):
        total += weights[i] * values[i]
    return total


def listed(weights, values):
    """List each value times its weight, taken from the first axis."""
    return np.array([weight * value for weight, value in zip(weights, values, strict=False)])


def some_left_out(first, last):
    """Return a blend without the first values or the last ones."""

    def wrong(weights, values):
        kept = slice(first, len(values) - last)
        return weights[..., kept] @ values[kept]

    return wrong


def some_left_out_by_index(first, last):
    """Return a blend of one row of weights without the first values or the last ones."""

    def wrong(weights, values):
        total = np.zeros(values.shape[-1])
        for i in range(first, len(values) - last):
            total += weights[i] * values[i]
        return total

    return wrong


def first_row_only(weights, values):
    """Blend by the first row of weights."""
    return weights.reshape(-1, weights.shape[-1])[0] @ values


LEAVING_OUT = (some_left_out, some_left_out_by_index)

BLEND = FunctionCheck(
    "blend",
    CHAPTER,
    "1.2",
    2,
    blend_cases,
    (
        *variants(
            "blend-elementwise",
            every_product,
            listed,
            lambda w, V: np.mean(every_product(w, V), axis=-2),
            lambda w, V: w @ V / V.shape[-1],
        ),
        *variants(
            "blend-normalises",
            shares_of_sum,
            shares_of_all,
            lambda w, V: np.average(V, axis=0, weights=w),
        ),
        *variants(
            "sums-along-the-row",
            lambda w, V: np.sum(every_product(w, V), axis=-1),
            lambda w, V: np.sum(w * V.T, axis=0),
        ),
        *variants("adds-up-everything", lambda w, V: np.sum(every_product(w, V))),
        *variants("ignores-weights", lambda w, V: V.sum(axis=0), lambda w, V: V.mean(axis=0)),
        *variants(
            "leaves-out-a-value",
            *(make(*ends) for make in LEAVING_OUT for ends in ((0, 1), (1, 0))),
        ),
        *variants(
            "one-value-blended",
            *(
                wrong
                for place in (0, -1)
                for wrong in (
                    lambda w, V, place=place: w[..., place, np.newaxis] * V[place],
                    lambda w, V, place=place: w[place] * V[place],
                )
            ),
        ),
        *variants("still-hard", lambda w, V: V[np.argmax(w, axis=-1)]),
        *variants("largest-product", lambda w, V: np.max(every_product(w, V), axis=-2)),
        *variants("softmax-on-weights", softmax_first),
        *variants("ignores-sign", lambda w, V: np.abs(w) @ V, lambda w, V: np.maximum(w, 0) @ V),
        *variants("values-transposed", lambda w, V: w @ V.T, lambda w, V: V @ w),
        *variants("weights-transposed", lambda w, V: w.T @ V),
        *variants("loops-over-rows", position_by_position, position_by_index),
        *variants(
            "no-batch-axes",
            lambda w, V: np.sum(w[:, np.newaxis] * V, axis=0),
            lambda w, V: V.T @ w,
            lambda w, V: np.dot(V.T, w),
        ),
        *variants("first-batch-only", first_row_only),
        *anywhere("blend", (np.array([1, 2]), np.array([[1, 2], [3, 4]])), 1, False, (0, 1)),
    ),
)

CHECKS = (HARD_LOOKUP, BLEND)
