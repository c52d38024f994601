"""Chapter 4: dot_product_std and scaled_scores."""

import numpy as np

from attention_lab.checking.calls import Seed

from .record import Case, FunctionCheck, call, variants
from .scoring import EXAMPLE, score_cases
from .steps.anything import anywhere
from .steps.scorings import SCORES, dots, softmax, through, unit

CHAPTER = "04-scaling"

# Two independent estimates of the spread from n dot products of length d differ by about
# sqrt((2 + 6 / d) / (2 n)) of it: for n = 4,000 by 3.2% (d = 1) and 2.1% (d = 4), for n = 1,000 and
# d = 2 by 5%. The tolerances are nearly eight times that. More samples would let an answer that
# forgets an axis, and makes n by n numbers where d = 1, take more memory than a laptop has.
SAMPLES, FEW = 4000, 1000
LOOSE, LOOSER = 0.25, 0.4


def seeds(rng, count):
    """Draw different seeds."""
    return [Seed(int(value)) for value in rng.choice(10**6, size=count, replace=False)]


def std_cases(rng):
    """Draw the cases of `dot_product_std`."""
    one, two, three, four, *others = seeds(rng, 13)
    lengths = (4, 1, 6, 2, 1, 1, 1, 1, 2)
    return [
        Case(
            "ordinary",
            "for a few values of d_k",
            1,
            tuple(call(d_k, SAMPLES, seed) for d_k, seed in zip(lengths, others, strict=True)),
            basic=True,
            rtol=LOOSE,
        ),
        Case(
            "same-seed",
            "when it is asked twice with the same seed",
            2,
            (call(2, FEW, one), call(2, FEW, one)),
            rtol=LOOSER,
            relation="same",
        ),
        Case(
            "other-seed",
            "when it is asked again with another seed",
            2,
            (call(2, FEW, one), call(2, FEW, two), call(2, FEW, three)),
            rtol=LOOSER,
            relation="different",
        ),
        Case(
            "more-samples",
            "when it is asked again for more samples",
            1,
            (call(2, FEW, four), call(2, FEW + 1, four), call(2, FEW + 100, four)),
            rtol=LOOSER,
            relation="different",
        ),
    ]


def draws(d_k, n_samples, rng):
    """Draw all queries, then all keys."""
    return rng.standard_normal((n_samples, d_k)), rng.standard_normal((n_samples, d_k))


def of_dots(statistic):
    """Return a function that gives another statistic of the dot products."""

    def wrong(d_k, n_samples, rng):
        Q, K = draws(d_k, n_samples, rng)
        return statistic(np.sum(Q * K, axis=1))

    return wrong


def of_products(statistic):
    """Return a function that gives a statistic of the products of the numbers."""

    def wrong(d_k, n_samples, rng):
        Q, K = draws(d_k, n_samples, rng)
        return statistic(Q * K)

    return wrong


def from_other_numbers(draw):
    """Return a function that draws its numbers in another way: `draw` takes (rng, shape)."""

    def wrong(d_k, n_samples, rng):
        Q, K = draw(rng, (n_samples, d_k)), draw(rng, (n_samples, d_k))
        return np.std(np.sum(Q * K, axis=1))

    return wrong


def with_generator(make):
    """Return a function that ignores `rng` and makes a generator of its own."""

    def wrong(d_k, n_samples, rng):
        Q, K = draws(d_k, n_samples, make())
        return np.std(np.sum(Q * K, axis=1))

    return wrong


def with_itself(d_k, n_samples, rng):
    """Multiply each vector with itself."""
    Q = rng.standard_normal((n_samples, d_k))
    return np.std(np.sum(Q * Q, axis=1))


def one_query(d_k, n_samples, rng):
    """Draw one query for all keys."""
    return np.std(np.sum(rng.standard_normal(d_k) * rng.standard_normal((n_samples, d_k)), axis=1))


def one_key(d_k, n_samples, rng):
    """Draw one key for all queries."""
    Q = rng.standard_normal((n_samples, d_k))
    return np.std(Q @ rng.standard_normal(d_k))


DOT_PRODUCT_STD = FunctionCheck(
    "dot_product_std",
    CHAPTER,
    "4.1",
    2,
    std_cases,
    (
        *variants("variance-for-std", of_dots(np.var)),
        *variants("std-from-theory", lambda d_k, n_samples, rng: np.sqrt(d_k)),
        *variants(
            "global-rng",
            with_generator(np.random.default_rng),
            with_generator(lambda: np.random.default_rng(0)),
        ),
        *variants("same-vector-twice", with_itself),
        *variants("one-vector-for-all", one_query, one_key),
        *variants(
            "spread-of-products",
            of_products(np.std),
            lambda d_k, n_samples, rng: of_dots(np.std)(d_k, n_samples, rng) / np.sqrt(d_k),
        ),
        *variants("averages-products", of_products(lambda products: np.std(products.mean(axis=1)))),
        *variants(
            "sums-over-samples",
            of_products(lambda products: np.std(np.sum(products, axis=0))),
            lambda d_k, n_samples, rng: of_dots(np.std)(n_samples, d_k, rng),
        ),
        *variants(
            "not-one-number",
            of_dots(np.copy),
            of_products(lambda products: np.std(products, axis=0)),
            of_products(lambda products: np.std(products, axis=1)),
        ),
        *variants("mean-of-sizes", of_dots(lambda values: np.mean(np.abs(values - values.mean())))),
        *variants(
            "uniform-for-normal",
            from_other_numbers(lambda rng, shape: rng.random(shape)),
            from_other_numbers(lambda rng, shape: rng.uniform(-1, 1, shape)),
        ),
        *anywhere("dot_product_std", (4, 1000, np.random.default_rng(0)), None, False, ()),
    ),
)


def over_root(scores, Q, K):
    """Divide by the root of d_k, where the scores leave a d_k to divide by."""
    return scores / np.sqrt(Q.shape[-1])


def divided(divisor):
    """Return scores that are divided by something else."""
    return lambda Q, K: dots(Q, K) / divisor(Q, K)


def into_the_queries(Q, K):
    """Scale the queries in place."""
    if Q.dtype.kind == "i":
        return dots(Q, K) / np.sqrt(Q.shape[-1])
    Q /= np.sqrt(Q.shape[-1])
    return dots(Q, K)


def whole_divisions(Q, K):
    """Divide with //."""
    return dots(Q, K) // np.sqrt(Q.shape[-1])


def whole_everything(Q, K):
    """Cut the root off, and divide with // too."""
    return dots(Q, K) // int(np.sqrt(Q.shape[-1]))


SCALED_SCORES = FunctionCheck(
    "scaled_scores",
    CHAPTER,
    "4.2",
    2,
    score_cases,
    (
        *variants("scale-missing", dots),
        *variants("scale-by-dk", divided(lambda Q, K: Q.shape[-1])),
        *variants(
            "scale-multiplies",
            lambda Q, K: dots(Q, K) * np.sqrt(Q.shape[-1]),
            lambda Q, K: dots(Q, K) * Q.shape[-1],
        ),
        *variants(
            "scale-by-other-dimension",
            divided(lambda Q, K: np.sqrt(K.shape[-2])),
            divided(lambda Q, K: np.sqrt(Q.shape[-2])),
            divided(lambda Q, K: np.sqrt(K.shape[1])),
            divided(lambda Q, K: np.sqrt(K.shape[0])),
            divided(lambda Q, K: np.sqrt(Q.shape[0])),
            divided(lambda Q, K: np.sqrt(K.size)),
            divided(lambda Q, K: np.sqrt(Q.size)),
            divided(lambda Q, K: np.sqrt(Q.shape[-2] * K.shape[-2])),
        ),
        *variants(
            "scale-not-a-root",
            divided(lambda Q, K: Q.shape[-1] ** 2),
            divided(lambda Q, K: Q.shape[-1] * 2),
            divided(lambda Q, K: 2),
        ),
        *variants(
            "scale-rounds-the-root",
            *(
                divided(lambda Q, K, to_whole=to_whole: to_whole(np.sqrt(Q.shape[-1])))
                for to_whole in (np.floor, np.round, np.ceil)
            ),
        ),
        *variants("scale-twice-the-root", divided(lambda Q, K: Q.shape[-1] ** 1.5)),
        *variants("scale-half-the-root", divided(lambda Q, K: Q.shape[-1] ** 0.25)),
        *variants("root-of-scores", lambda Q, K: np.sqrt(dots(Q, K) / Q.shape[-1])),
        *variants("scale-by-spread", lambda Q, K: dots(Q, K) / np.std(dots(Q, K))),
        *(
            entry
            for slug, wrongs in SCORES.items()
            if slug not in ("normalises-vectors", "softmax-too-early")
            for entry in variants(slug, *(through(over_root, wrong) for wrong in wrongs))
        ),
        *variants("normalises-vectors", lambda Q, K: dots(unit(Q), unit(K))),
        *variants("softmax-too-early", lambda Q, K: softmax(over_root(dots(Q, K), Q, K))),
        *variants("floor-division", whole_divisions, whole_everything),
        *variants("mutates-input", into_the_queries),
        *anywhere("scaled_scores", EXAMPLE, positions=()),
    ),
)

CHECKS = (DOT_PRODUCT_STD, SCALED_SCORES)
