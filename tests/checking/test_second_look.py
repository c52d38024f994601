"""The instant check says whether a function is right but for an earlier one that it calls."""

import numpy as np
import pytest

import solutions
from attention_lab import check
from attention_lab.checking import stored
from autograder.exercises import CHECKS
from autograder.marking.following import earlier

SOFTMAX = "def softmax(x, axis=-1):\n    e = np.exp(x)\n    return e / e.sum()"
LATER = {
    "project_qkv": (
        "def project(X, W, b=None):\n    return 2 * (X @ W)",
        "def project_qkv(X, W_Q, W_K, W_V):\n"
        "    return tuple(project(X, W) for W in (W_Q, W_K, W_V))",
    ),
    "temperature_softmax": (
        SOFTMAX,
        "def temperature_softmax(x, temperature, axis=-1):\n"
        "    if temperature <= 0:\n        raise ValueError('above 0')\n"
        "    return softmax(x / temperature, axis)",
    ),
    "cross_attention": (
        "def attention(Q, K, V, mask=None):\n    return V, Q",
        "def cross_attention(X, memory, W_Q, W_K, W_V, mask=None):\n"
        "    return attention(X @ W_Q, memory @ W_K, memory @ W_V, mask)",
    ),
}


def looked_at(name, *sources):
    space = {one: getattr(solutions, one) for one in solutions.__all__} | {"np": np}
    for source in sources:
        exec(source, space)
    before = dict(space)
    verdict = check(space[name]).verdict

    assert {key: space[key] for key in before} == before
    return verdict


@pytest.mark.parametrize("name", LATER)
def test_a_right_function_over_a_wrong_one_is_said_to_be_right_in_itself(name):
    verdict = looked_at(name, *LATER[name])
    (wrong,) = [one for one in earlier(name) if f"def {one}(" in LATER[name][0]]

    assert not verdict.passed
    assert verdict.message == f"Right in itself. What makes it fail is your `{wrong}`, see there."
    assert verdict.misconception is None


def test_what_asks_for_anything_else_cannot_be_told_and_is_sent_to_the_earlier_one():
    verdict = looked_at(
        "masked_softmax",
        SOFTMAX,
        "def masked_softmax(scores, mask):\n"
        "    return softmax(np.where(mask, scores, -1e9)) * mask",
    )

    assert verdict.message.startswith(
        "It calls your `softmax`, which does not pass its own check yet: look there first."
    )


def test_a_mistake_of_its_own_keeps_its_name_over_a_right_earlier_function():
    wrong = LATER["temperature_softmax"][1].replace("x / temperature", "x * temperature")

    assert looked_at("temperature_softmax", wrong).misconception == "temperature-multiplies"


def test_an_interrupt_during_the_second_look_leaves_the_learners_functions_in_place():
    space = {"np": np, "raised": []}
    exec(SOFTMAX, space)
    exec(
        "def temperature_softmax(x, temperature, axis=-1):\n"
        "    if softmax is not own:\n"
        "        raised.append(1)\n        raise KeyboardInterrupt\n"
        "    return softmax(x)",
        space,
    )
    own = space["own"] = space["softmax"]
    with pytest.raises(KeyboardInterrupt):
        check(space["temperature_softmax"])

    assert space["raised"] == [1]
    assert space["softmax"] is own


@pytest.mark.parametrize("name", [name for name in CHECKS if earlier(name)])
def test_the_learners_machine_knows_the_order_of_the_functions(name):
    assert tuple(stored.earlier(name)) == tuple(earlier(name))
