"""Chapter 5: softmax, its temperature and its mask."""

import numpy as np

from . import cases as family
from .record import Case, FunctionCheck, call, integers, numbers, single, variants
from .small import SMALL
from .steps import temperatures
from .steps.anything import FAILING, anywhere
from .steps.softmaxes import SOFTMAX, all_largest, plain
from .steps.temperatures import TEMPERATURE
from .steps.weighings import MASKED, WHOLE

CHAPTER = "05-softmax"
# Where to read on after an unknown mistake, but for the function's own section.
SECTIONS = {
    "which-way": ["axis", "batch", "two-batch"],
    "overflow": ["large", "large-axis", "hundreds", "float32-large"],
}


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
            (call(huge + rng.uniform(0, 0.1, huge.shape)),),
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
        Case(
            "three-batch",
            "when the array has five axes",
            0.5,
            (call(numbers(rng, 2, 1, 3, 4, 5)),),
        ),
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
            "together",
            "when scores of a batch, in float32 or whole numbers, are large along another axis",
            0.5,
            (
                call(single(np.stack([huge.T, 2 - huge.T])), axis=1),
                call(np.stack([np.rint(huge).astype(int)] * 2, axis=1), axis=-3),
            ),
            huge=True,
        ),
        Case(
            "single",
            "when an axis has length 1",
            0.5,
            (call(numbers(rng, 3, 1)), call(numbers(rng, 1, 4))),
        ),
    ]


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
            (call(huge + rng.uniform(0, 0.1, huge.shape), 2.0),),
            huge=True,
        ),
        Case("hundreds", "when scores are a few hundred", 0.5, (call(some, 1.0),), huge=True),
        Case(
            "far",
            "at temperatures far below and far above 1, when scores are as large as 10,000",
            1,
            (
                call(huge, 1 / 64),
                call(huge, 64.0),
                call(single(huge), 64.0),
                call(some, 64.0),
            ),
            huge=True,
        ),
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
        Case(
            "three-batch",
            "when the array has five axes",
            0.5,
            (call(numbers(rng, 2, 1, 3, 4, 5), 2.0),),
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
            "together",
            "when scores of a batch, in float32 or whole numbers, are large along another axis",
            0.5,
            (
                call(single(np.stack([huge.T, 2 - huge.T])), 2.0, axis=1),
                call(np.stack([np.rint(huge).astype(int)] * 2, axis=1), 0.5, axis=-3),
            ),
            huge=True,
        ),
        Case(
            "single",
            "when an axis has length 1",
            0.5,
            (call(numbers(rng, 3, 1), 2.0), call(numbers(rng, 1, 4), 0.5)),
        ),
    ]


def _scores(draw, batch, n_q, n_k, sizes):
    return (draw(*batch, n_q, n_k),)


MASKED_INPUTS = family.Inputs(
    _scores,
    lambda rng, size: (family.huge_scores(rng, size),),
    ((), ()),
    (),
    1,
    alike="when the batch, n_q and n_k are equal",
    optional=False,
)


def masked_cases(rng):
    """Draw the cases of `masked_softmax`."""
    return family.cases(rng, MASKED_INPUTS)


CHECKS = (
    FunctionCheck(
        name="softmax",
        chapter=CHAPTER,
        number="5.1",
        points=2,
        cases=softmax_cases,
        steps=SOFTMAX,
        others=anywhere("softmax", (np.arange(3.0),), whole=1),
        section="why-exponentials",
        small=SMALL["softmax"],
        sections=SECTIONS,
        weights=0,
    ),
    FunctionCheck(
        name="temperature_softmax",
        chapter=CHAPTER,
        number="5.2",
        points=2,
        cases=temperature_cases,
        steps=TEMPERATURE,
        others=(
            *(
                entry
                for slug, wrongs in temperatures.WHOLE.items()
                for entry in variants(slug, *map(temperatures.refusing, wrongs))
            ),
            *(
                entry
                for slug, refuse in temperatures.REFUSALS.items()
                for entry in variants(
                    slug, temperatures.temperature_softmax(plain, refuse=refuse), by=FAILING
                )
            ),
            # Whatever numbers it answers with, as long as they are numbers.
            *variants(
                "temperature-unchecked",
                temperatures.temperature_softmax(
                    plain, refused=temperatures.answering(all_largest)
                ),
                by=FAILING,
            ),
            *anywhere("temperature_softmax", (np.arange(3.0), 2.0), whole=1),
        ),
        section="temperature",
        small=SMALL["temperature_softmax"],
        sections=SECTIONS,
        weights=0,
    ),
    FunctionCheck(
        name="masked_softmax",
        chapter=CHAPTER,
        number="5.3",
        points=3,
        cases=masked_cases,
        steps=MASKED,
        others=(
            *(entry for slug, wrongs in WHOLE.items() for entry in variants(slug, *wrongs)),
            *anywhere(
                "masked_softmax", (np.eye(3), np.eye(3, dtype=bool)), positions=(0, 1), whole=1
            ),
        ),
        section="masks",
        small=SMALL["masked_softmax"],
        sections={
            "batch-axes": ["batch", "two-batch"],
            "overflow": ["large-masked", "hundreds", "float32-large"],
            "nothing-to-read": ["empty"],
        },
        weights=0,
    ),
)
