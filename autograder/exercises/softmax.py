"""Chapter 5: softmax, its temperature and its mask."""

import numpy as np

from . import cases as family
from .record import Case, FunctionCheck, call, integers, numbers, single, variants
from .steps import softmaxes as soft
from .steps.anything import FAILING, HANDED_BACK, anywhere, how
from .steps.weighings import weighings

CHAPTER = "05-softmax"


def softmax_cases(rng):
    """Draw the cases of `softmax`."""
    huge, some = family.huge_scores(rng), family.huge_scores(rng, family.HUNDREDS)
    return [
        Case(
            "ordinary",
            "on a table of scores",
            1,
            (call(numbers(rng, 3, 5)), call(numbers(rng, 6, 2))),
            basic=True,
        ),
        Case("square", "when there are as many rows as columns", 1, (call(numbers(rng, 4, 4)),)),
        Case(
            "large",
            "when scores are as large as 10,000",
            2,
            (call(huge),),
            huge=True,
        ),
        Case("hundreds", "when scores are a few hundred", 0.5, (call(some),), huge=True),
        Case("vector", "on a single row of scores", 1, (call(numbers(rng, 5)),)),
        Case(
            "axis",
            "when `axis` is not the last one",
            2,
            (
                call(numbers(rng, 3, 5), axis=0),
                call(numbers(rng, 2, 3, 4), axis=1),
                call(numbers(rng, 2, 3, 4), axis=-2),
            ),
        ),
        Case(
            "large-axis",
            "when `axis` is not the last one, and scores are as large as 10,000",
            0.5,
            (call(huge.T.copy(), axis=0),),
            huge=True,
        ),
        Case("batch", "when the array has three axes", 1, (call(numbers(rng, 2, 3, 5)),)),
        Case("two-batch", "when the array has four axes", 1, (call(numbers(rng, 2, 3, 4, 5)),)),
        Case("float32", "on float32 scores", 0.5, (call(single(numbers(rng, 3, 5))),)),
        Case(
            "float32-large",
            "when float32 scores are as large as 10,000",
            0.5,
            (call(single(huge)),),
            huge=True,
        ),
        Case("integers", "on whole numbers", 0.5, (call(integers(rng, 3, 5)),)),
        Case(
            "single",
            "when an axis has length 1",
            0.5,
            (call(numbers(rng, 3, 1)), call(numbers(rng, 1, 4))),
        ),
    ]


def rowwise(build):
    """Return the wrong softmaxes as misconceptions of the function that `build` makes of each.

    Without the one along axis 1: where an axis is asked for, it ignores that.
    """
    return tuple(
        misconception
        for slug, wrongs in soft.ROWWISE.items()
        if slug != "softmax-axis-from-the-front"
        for wrong in wrongs
        for misconception in variants(slug, build(wrong))
    )


SOFTMAX = FunctionCheck(
    "softmax",
    CHAPTER,
    "5.1",
    2,
    softmax_cases,
    (
        *rowwise(lambda wrong: wrong),
        *variants("softmax-wrong-axis", soft.with_default(0), soft.with_default(-2)),
        *variants("default-axis-not-last", soft.with_default(1)),
        *variants(
            "ignores-axis",
            soft.along(-1),
            soft.along(1),
            lambda x, axis=-1: soft.unshared(x, axis, 1),
            lambda x, axis=-1: soft.unshared(x, 1, axis),
            lambda x, axis=-1: soft.shares(soft.raised(x, axis), -1),
            lambda x, axis=-1: soft.shares(soft.raised(x, -1), axis),
            lambda x, axis=-1: soft.unshared(x, axis, -1),
            lambda x, axis=-1: soft.unshared(x, -1, axis),
        ),
        *anywhere("softmax", (np.arange(3.0),)),
    ),
    weights=0,
)


def temperature_cases(rng):
    """Draw the cases of `temperature_softmax`; temperatures are powers of two, so exact."""
    huge, some = family.huge_scores(rng), family.huge_scores(rng, family.HUNDREDS)
    return [
        Case(
            "ordinary",
            "on a table of scores",
            1,
            (call(numbers(rng, 3, 5), 0.5), call(numbers(rng, 6, 2), 4.0)),
            basic=True,
        ),
        Case(
            "square",
            "when there are as many rows as columns",
            1,
            (call(numbers(rng, 4, 4), 2.0),),
        ),
        Case("one", "at a temperature of 1", 1, (call(numbers(rng, 3, 5), 1.0),)),
        Case(
            "large",
            "when scores are as large as 10,000",
            2,
            (call(huge, 2.0),),
            huge=True,
        ),
        Case("hundreds", "when scores are a few hundred", 0.5, (call(some, 1.0),), huge=True),
        Case("zero", "at a temperature of 0", 1, (call(numbers(rng, 3, 5), 0),)),
        Case("negative", "at a temperature below 0", 1, (call(numbers(rng, 3, 5), -1.5),)),
        Case("vector", "on a single row of scores", 1, (call(numbers(rng, 5), 2.0),)),
        Case(
            "axis",
            "when `axis` is not the last one",
            2,
            (
                call(numbers(rng, 3, 5), 2.0, axis=0),
                call(numbers(rng, 2, 3, 4), 0.5, axis=1),
                call(numbers(rng, 2, 3, 4), 2.0, axis=-2),
            ),
        ),
        Case(
            "large-axis",
            "when `axis` is not the last one, and scores are as large as 10,000",
            0.5,
            (call(huge.T.copy(), 0.5, axis=0),),
            huge=True,
        ),
        Case("batch", "when the array has three axes", 1, (call(numbers(rng, 2, 3, 5), 2.0),)),
        Case(
            "two-batch",
            "when the array has four axes",
            1,
            (call(numbers(rng, 2, 3, 4, 5), 0.5),),
        ),
        Case("float32", "on float32 scores", 0.5, (call(single(numbers(rng, 3, 5)), 2.0),)),
        Case(
            "float32-large",
            "when float32 scores are as large as 10,000",
            0.5,
            (call(single(huge), 2.0),),
            huge=True,
        ),
        Case(
            "integers",
            "on whole numbers",
            0.5,
            (call(integers(rng, 3, 5), 2), call(integers(rng, 3, 5), 0.5)),
        ),
        Case(
            "single",
            "when an axis has length 1",
            0.5,
            (call(numbers(rng, 3, 1), 2.0), call(numbers(rng, 1, 4), 0.5)),
        ),
    ]


def warmed(soften, heat=np.divide, refuses=lambda temperature: temperature <= 0):
    """Return a temperature_softmax with a softmax, a use of the temperature and a refusal."""

    def wrong(x, temperature, axis=-1):
        if refuses(temperature):
            raise ValueError("temperature out of range")
        return soften(heat(x, temperature), axis)

    return wrong


def _after(use):
    """Return a temperature_softmax that uses the temperature on the weights."""

    def wrong(x, temperature, axis=-1):
        if temperature <= 0:
            raise ValueError("temperature out of range")
        return use(x, temperature, axis)

    return wrong


def _refusing_with(error):
    def wrong(x, temperature, axis=-1):
        if temperature <= 0:
            raise error("temperature must be positive")
        return soft.softmax(x / temperature, axis)

    return wrong


def _answering_with(answer, where=lambda temperature: temperature <= 0):
    """Return a temperature_softmax that answers at some temperatures where it should refuse."""

    def wrong(x, temperature, axis=-1):
        if where(temperature):
            return answer(x)
        if temperature <= 0:
            raise ValueError("temperature out of range")
        return soft.softmax(x / temperature, axis)

    return wrong


REFUSALS = {
    "temperature-unchecked": lambda temperature: False,
    "temperature-zero-accepted": lambda temperature: temperature < 0,
    "temperature-below-zero-accepted": lambda temperature: temperature == 0,
}

TEMPERATURE = FunctionCheck(
    "temperature_softmax",
    CHAPTER,
    "5.2",
    2,
    temperature_cases,
    (
        *rowwise(warmed),
        *variants(
            "softmax-wrong-axis",
            lambda x, temperature, axis=0: warmed(soft.softmax)(x, temperature, axis),
        ),
        *variants(
            "default-axis-not-last",
            lambda x, temperature, axis=1: warmed(soft.softmax)(x, temperature, axis),
        ),
        *variants(
            "ignores-axis",
            warmed(soft.along(-1)),
            warmed(soft.along(1)),
            warmed(lambda x, axis: soft.unshared(x, axis, 1)),
            warmed(lambda x, axis: soft.unshared(x, 1, axis)),
            warmed(lambda x, axis: soft.shares(soft.raised(x, axis), -1)),
            warmed(lambda x, axis: soft.shares(soft.raised(x, -1), axis)),
            warmed(lambda x, axis: soft.unshared(x, axis, -1)),
            warmed(lambda x, axis: soft.unshared(x, -1, axis)),
        ),
        *variants("temperature-multiplies", warmed(soft.softmax, np.multiply)),
        *variants("temperature-ignored", warmed(soft.softmax, lambda x, temperature: x)),
        *variants(
            "temperature-after-softmax",
            _after(lambda x, temperature, axis: soft.softmax(x, axis) / temperature),
            _after(lambda x, temperature, axis: soft.softmax(x, axis) * temperature),
            _after(lambda x, temperature, axis: soft.softmax(x, axis) ** (1 / temperature)),
            _after(
                lambda x, temperature, axis: soft.softmax(soft.softmax(x, axis) / temperature, axis)
            ),
        ),
        *variants(
            "temperature-numerator-only",
            _after(
                lambda x, temperature, axis: (
                    np.exp(x / temperature) / np.sum(np.exp(x), axis=axis, keepdims=True)
                )
            ),
            _after(
                lambda x, temperature, axis: (
                    np.exp(x) / np.sum(np.exp(x / temperature), axis=axis, keepdims=True)
                )
            ),
            _after(
                lambda x, temperature, axis: (
                    soft.raised(x / temperature, axis)
                    / np.sum(soft.raised(x, axis), axis=axis, keepdims=True)
                )
            ),
            _after(
                lambda x, temperature, axis: (
                    soft.raised(x, axis)
                    / np.sum(soft.raised(x / temperature, axis), axis=axis, keepdims=True)
                )
            ),
        ),
        *variants(
            "temperature-half-used",
            _after(
                lambda x, temperature, axis: soft.shares(
                    np.exp(x / temperature - np.max(x, axis=axis, keepdims=True)), axis
                )
            ),
        ),
        *variants(
            "temperature-by-power",
            warmed(soft.softmax, lambda x, temperature: x / temperature**2),
            warmed(soft.softmax, lambda x, temperature: x / np.sqrt(temperature)),
            warmed(soft.softmax, lambda x, temperature: x / np.exp(temperature)),
            warmed(soft.softmax, lambda x, temperature: x / (1 + temperature)),
        ),
        *variants("floor-division", warmed(soft.softmax, np.floor_divide)),
        *variants("temperature-unchecked", _answering_with(soft.all_largest)),
        *variants("error-returned", *map(_answering_with, HANDED_BACK)),
        *variants(
            "error-not-raised",
            _answering_with(lambda x: None),
            _answering_with(lambda x: None, lambda temperature: temperature == 0),
            _answering_with(lambda x: None, lambda temperature: temperature < 0),
        ),
        *variants(
            "temperature-zero-accepted",
            _answering_with(soft.all_largest, lambda temperature: temperature == 0),
        ),
        *(
            misconception
            for slug, refuses in REFUSALS.items()
            for by in ("values", FAILING)
            for misconception in variants(slug, warmed(soft.plain, refuses=refuses), by=by)
        ),
        *variants(
            "other-error",
            *(_refusing_with(e) for e in (TypeError, AssertionError, Exception, RuntimeError)),
            by=FAILING,
        ),
        *variants(
            "temperature-too-strict",
            warmed(soft.softmax, refuses=lambda temperature: temperature < 1),
            warmed(soft.softmax, refuses=lambda temperature: temperature <= 1),
            by=FAILING,
        ),
        *anywhere("temperature_softmax", (np.arange(3.0), 2.0)),
    ),
    weights=0,
)


def _scores(draw, batch, n_q, n_k, sizes):
    return (draw(*batch, n_q, n_k),)


MASKED_INPUTS = family.Inputs(
    _scores,
    lambda rng, size: (family.huge_scores(rng, size),),
    ((), ()),
    (),
    alike="when the batch, n_q and n_k are equal",
    optional=False,
)


def masked_cases(rng):
    """Draw the cases of `masked_softmax`."""
    return family.cases(rng, MASKED_INPUTS)


MASKED = FunctionCheck(
    "masked_softmax",
    CHAPTER,
    "5.3",
    3,
    masked_cases,
    (
        *(
            misconception
            for slug, wrong in weighings(optional=False)
            for misconception in variants(slug, wrong, by=how(slug))
        ),
        *anywhere("masked_softmax", (np.eye(3), np.eye(3, dtype=bool)), positions=(0, 1)),
    ),
    weights=0,
)

CHECKS = (SOFTMAX, TEMPERATURE, MASKED)
