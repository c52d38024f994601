"""The softmax with a temperature in steps: refuse, heat, soften. And what goes wrong in each."""

import numpy as np

from ..composing import Composition
from . import softmaxes as soft
from .anything import HANDED_BACK


def at_most_0(temperature):
    """Whether a temperature makes no sense."""
    return temperature <= 0


def raises(x, temperature):
    """Refuse a temperature."""
    raise ValueError("temperature out of range")


def as_they_are(weights, temperature):
    """Leave the weights alone after the softmax."""
    return weights


def temperature_softmax(
    soften=soft.softmax,
    heat=np.divide,
    refuse=at_most_0,
    refused=raises,
    finish=as_they_are,
    default=-1,
):
    """Return a function like `solutions.temperature_softmax` made of these steps.

    `refuse` says which temperatures make no sense, `refused` what is done then, and `default` is
    the axis where none is given.
    """

    def softened(x, temperature, axis=default):
        if refuse(temperature):
            return refused(x, temperature)
        return finish(soften(heat(x, temperature), axis), temperature)

    return softened


def unheated(x, temperature):
    """Leave the temperature out."""
    return x


def answering(answer, where=at_most_0):
    """Return a way to answer at some temperatures that make no sense, and refuse the others."""
    return lambda x, temperature: answer(x) if where(temperature) else raises(x, temperature)


def raising(error):
    """Return a way to refuse with another error."""

    def refused(x, temperature):
        raise error("temperature must be positive")

    return refused


REFUSALS = {
    "temperature-unchecked": lambda temperature: False,
    "temperature-zero-accepted": lambda temperature: temperature < 0,
    "temperature-below-zero-accepted": lambda temperature: temperature == 0,
}

TEMPERATURE = Composition(
    temperature_softmax,
    {
        "soften": soft.WITH_AXIS,
        "default": {"softmax-wrong-axis": (0,), "default-axis-not-last": (1,)},
        "heat": {
            "temperature-multiplies": (np.multiply,),
            "temperature-ignored": (unheated,),
            "temperature-by-power": (
                lambda x, temperature: x / temperature**2,
                lambda x, temperature: x / np.sqrt(temperature),
                lambda x, temperature: x / np.exp(temperature),
                lambda x, temperature: x / (1 + temperature),
            ),
            "floor-division": (np.floor_divide,),
        },
        "refuse": {
            "temperature-too-strict": (
                lambda temperature: temperature < 1,
                lambda temperature: temperature <= 1,
            ),
        },
        "refused": {
            "temperature-unchecked": (answering(soft.all_largest),),
            "temperature-zero-accepted": (
                answering(soft.all_largest, lambda temperature: temperature == 0),
            ),
            "error-returned": tuple(map(answering, HANDED_BACK)),
            "error-not-raised": (
                answering(lambda x: None),
                answering(lambda x: None, lambda temperature: temperature == 0),
                answering(lambda x: None, lambda temperature: temperature < 0),
            ),
            "other-error": tuple(
                map(raising, (TypeError, AssertionError, Exception, RuntimeError))
            ),
        },
    },
    together=(
        *(
            ("temperature-after-softmax", {"heat": unheated, "finish": finish})
            for finish in (
                np.divide,
                np.multiply,
                lambda weights, temperature: weights ** (1 / temperature),
            )
        ),
        *((slug, {"soften": soft.plain, "refuse": refuse}) for slug, refuse in REFUSALS.items()),
    ),
    by_cases=frozenset({"other-error", "temperature-too-strict"}),
)

# What is no single step: each takes (x, temperature, axis).


def softened_twice(x, temperature, axis):
    """Use the temperature on the weights, and take their softmax."""
    return soft.softmax(soft.softmax(x, axis) / temperature, axis)


def half_used(x, temperature, axis):
    """Divide the scores by the temperature, but not the largest one that is subtracted."""
    return soft.shares(np.exp(x / temperature - np.max(x, axis=axis, keepdims=True)), axis)


def one_side_only(raised, above, below):
    """Return weights whose exponentials and whose sum are at different temperatures."""
    return lambda x, temperature, axis: (
        raised(above(x, temperature), axis)
        / np.sum(raised(below(x, temperature), axis), axis=axis, keepdims=True)
    )


def unshifted(x, axis):
    """Take the exponentials of scores as they are."""
    return np.exp(x)


WHOLE = {
    "temperature-after-softmax": (softened_twice,),
    "temperature-numerator-only": tuple(
        one_side_only(raised, *sides)
        for raised in (unshifted, soft.raised)
        for sides in ((np.divide, unheated), (unheated, np.divide))
    ),
    "temperature-half-used": (half_used,),
}


def refusing(use):
    """Return a function like `solutions.temperature_softmax` that refuses, and then does `use`."""

    def softened(x, temperature, axis=-1):
        return raises(x, temperature) if temperature <= 0 else use(x, temperature, axis)

    return softened
