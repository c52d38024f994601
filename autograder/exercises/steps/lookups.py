"""The lookup and the blend in steps, and what goes wrong in each."""

import numpy as np

from ..composing import Composition

# A lookup: score every key, choose a place by the scores, read what stands there.


def match(query, keys, values):
    """Return each key's dot product with the query."""
    return keys @ query


def best(scores):
    """Return the place of the first largest score."""
    return np.argmax(scores)


def value_at(place, scores, keys, values):
    """Return the value at a place."""
    return values[place]


def hard_lookup(score=match, choose=best, read=value_at):
    """Return a function like `solutions.hard_lookup` made of these steps."""

    def lookup(query, keys, values):
        scores = score(query, keys, values)
        return read(choose(scores), scores, keys, values)

    return lookup


def starting_at(score, default=0):
    """Return a choice of a score above one, and otherwise of a default."""

    def choose(scores):
        best, best_score = default, score
        for i, one in enumerate(scores):
            if one > best_score:
                best, best_score = i, one
        return best

    return choose


def starting_without(score):
    """Return a choice of a score above one, which has nothing where it finds none."""

    def choose(scores):
        best_score = score
        for i, one in enumerate(scores):
            if one > best_score:
                best, best_score = i, one
        return best

    return choose


def compared_with_previous(scores):
    """Take the last score that is above the one before it."""
    best = 0
    for i in range(1, len(scores)):
        if scores[i] > scores[i - 1]:
            best = i
    return best


def skipping(first, last):
    """Return a choice that leaves out the first scores or the last ones."""

    def choose(scores):
        kept = scores[first : len(scores) - last]
        return first + np.argmax(kept) if kept.size else 0

    return choose


def blended(place, scores, keys, values):
    """Blend by the softmax of the scores."""
    parts = np.exp(scores - scores.max())
    return parts / parts.sum() @ values


LOOKUP = Composition(
    hard_lookup,
    {
        "score": {
            "products-not-summed": (
                lambda query, keys, values: np.max(keys * query, axis=1),
                lambda query, keys, values: keys * query,
            ),
            "sums-over-books": (lambda query, keys, values: np.sum(keys * query, axis=0),),
            "ignores-query": (lambda query, keys, values: keys.sum(axis=1),),
            "matches-by-direction": (
                lambda query, keys, values: keys @ query / np.linalg.norm(keys, axis=1),
            ),
            "matches-by-distance": (
                lambda query, keys, values: -np.linalg.norm(keys - query, axis=1),
            ),
            "matches-by-size": (lambda query, keys, values: np.abs(keys @ query),),
            "scores-the-values": (
                lambda query, keys, values: values @ query,
                lambda query, keys, values: np.sum(values * query, axis=1),
            ),
        },
        "choose": {
            "argmin-key": (np.argmin,),
            "last-on-tie": (lambda scores: len(scores) - 1 - np.argmax(scores[::-1]),),
            "starts-at-zero": tuple(
                choose
                for score in (0, -1, -100, -1000)
                for choose in (
                    starting_at(score),
                    starting_at(score, -1),
                    starting_at(score, None),
                    starting_without(score),
                )
            ),
            "compares-with-previous": (compared_with_previous,),
            "skips-a-book": (skipping(1, 0), skipping(0, 1)),
            "same-book-always": (lambda scores: 0, lambda scores: -1),
            "takes-the-neighbour": (
                lambda scores: np.argmax(scores) + 1,
                lambda scores: np.argmax(scores) - 1,
                lambda scores: (np.argmax(scores) + 1) % len(scores),
            ),
        },
        "read": {
            "averages-ties": (
                lambda place, scores, keys, values: values[scores == scores.max()].mean(axis=0),
            ),
            "returns-key": (lambda place, scores, keys, values: keys[place],),
            "returns-position": (lambda place, scores, keys, values: place,),
            "returns-score": (lambda place, scores, keys, values: scores[place],),
            "returns-scores": (lambda place, scores, keys, values: scores,),
            "soft-for-hard": (lambda place, scores, keys, values: scores @ values, blended),
            "keeps-extra-axis": (
                lambda place, scores, keys, values: values[[place]],
                lambda place, scores, keys, values: values[scores == np.max(scores)],
            ),
        },
    },
    together=(
        *(
            (
                "products-not-summed",
                {"score": lambda query, keys, values: keys * query, "choose": choose},
            )
            for choose in (
                lambda products: np.argmax(products) // products.shape[1],
                lambda products: np.argmax(products) % len(products),
            )
        ),
        (
            "sums-over-books",
            {
                "score": lambda query, keys, values: np.sum(keys * query, axis=0),
                "read": lambda place, scores, keys, values: values[place % len(values)],
            },
        ),
    ),
)


# A blend: weigh, then add up.


def as_given(weights):
    """Take the weights as they are."""
    return weights


def add_up(weights, values):
    """Return the weighted sum of the values."""
    return weights @ values


def blend(weigh=as_given, add=add_up):
    """Return a function like `solutions.blend` made of these steps."""
    return lambda weights, values: add(weigh(weights), values)


def softmax_of(weights):
    """Take the softmax of the weights."""
    parts = np.exp(weights)
    return parts / parts.sum(axis=-1, keepdims=True)


def every_product(weights, values):
    """Return each value times its weight, one by one."""
    return weights[..., np.newaxis] * values


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
    """Return a sum without the first values or the last ones."""

    def add(weights, values):
        kept = slice(first, len(values) - last)
        return weights[..., kept] @ values[kept]

    return add


def some_left_out_by_index(first, last):
    """Return a sum over one row of weights without the first values or the last ones."""

    def add(weights, values):
        total = np.zeros(values.shape[-1])
        for i in range(first, len(values) - last):
            total += weights[i] * values[i]
        return total

    return add


BLEND = Composition(
    blend,
    {
        "weigh": {
            "blend-normalises": (
                lambda weights: weights / np.sum(weights, axis=-1, keepdims=True),
                lambda weights: weights / np.sum(weights),
            ),
            "softmax-on-weights": (softmax_of,),
            "ignores-sign": (np.abs, lambda weights: np.maximum(weights, 0)),
        },
        "add": {
            "blend-normalises": (
                lambda weights, values: np.average(values, axis=0, weights=weights),
            ),
            "blend-elementwise": (
                every_product,
                listed,
                lambda weights, values: np.mean(every_product(weights, values), axis=-2),
                lambda weights, values: weights @ values / values.shape[-1],
            ),
            "sums-along-the-row": (
                lambda weights, values: np.sum(every_product(weights, values), axis=-1),
                lambda weights, values: np.sum(weights * values.T, axis=0),
            ),
            "adds-up-everything": (lambda weights, values: np.sum(every_product(weights, values)),),
            "ignores-weights": (
                lambda weights, values: values.sum(axis=0),
                lambda weights, values: values.mean(axis=0),
            ),
            "leaves-out-a-value": tuple(
                make(*ends)
                for make in (some_left_out, some_left_out_by_index)
                for ends in ((0, 1), (1, 0))
            ),
            "one-value-blended": tuple(
                add
                for place in (0, -1)
                for add in (
                    lambda weights, values, place=place: (
                        weights[..., place, np.newaxis] * values[place]
                    ),
                    lambda weights, values, place=place: weights[place] * values[place],
                )
            ),
            "still-hard": (lambda weights, values: values[np.argmax(weights, axis=-1)],),
            "largest-product": (
                lambda weights, values: np.max(every_product(weights, values), axis=-2),
            ),
            "values-transposed": (
                lambda weights, values: weights @ values.T,
                lambda weights, values: values @ weights,
            ),
            "weights-transposed": (lambda weights, values: weights.T @ values,),
            "loops-over-rows": (position_by_position, position_by_index),
            "no-batch-axes": (
                lambda weights, values: np.sum(weights[:, np.newaxis] * values, axis=0),
                lambda weights, values: values.T @ weights,
                lambda weights, values: np.dot(values.T, weights),
            ),
            "first-batch-only": (
                lambda weights, values: weights.reshape(-1, weights.shape[-1])[0] @ values,
            ),
        },
    },
)
