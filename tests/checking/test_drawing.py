"""What was drawn from a generator, and what a formula with noise on it gets."""

import numpy as np
import pytest

from attention_lab.checking.calls import Call, Seed, run_call
from attention_lab.checking.drawing import has_drawn_little, steps
from autograder.marking.questions import draw


@pytest.mark.parametrize("count", [0, 1, 2, 1499, 4000, 123_457])
def test_the_steps_of_a_generator_are_counted(count):
    first, second = np.random.PCG64(5), np.random.PCG64(5)
    second.random_raw(count)

    assert steps(first.state["state"], second.state["state"]) == count


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_smallest_case_draws_enough_in_each_dtype(dtype):
    rng = np.random.default_rng(3)
    rng.standard_normal((2, 1000, 2), dtype=dtype)

    assert not has_drawn_little(3, rng)


def test_what_is_drawn_through_spawned_generators_counts():
    rng = np.random.default_rng(3)
    rng.spawn(2)

    assert not has_drawn_little(3, rng)


@pytest.mark.parametrize(
    "noise",
    [
        lambda n, rng: 0.01 * rng.standard_normal(),
        lambda n, rng: 0.0001 * rng.random(),
        lambda n, rng: rng.standard_normal(n).mean(),
        lambda n, rng: rng.standard_normal(n).std() - 1,
        lambda n, rng: 0.01 * np.random.default_rng(int(rng.integers(2**40))).standard_normal(),
    ],
)
def test_the_formula_with_noise_on_it_loses_what_the_plain_formula_loses(noise):
    def formula(d_k, n_samples, rng):
        return np.sqrt(d_k)

    def noisy(d_k, n_samples, rng):
        return np.sqrt(d_k) * (1 + noise(n_samples, rng))

    for seed in range(5):
        drawn = draw(["dot_product_std"], np.random.default_rng(seed))
        plain = drawn.judge([run_call(formula, call) for _, _, call in drawn])
        verdict = drawn.judge([run_call(noisy, call) for _, _, call in drawn])["dot_product_std"]

        assert verdict.points <= plain["dot_product_std"].points < verdict.max_points
        assert not verdict.passed


def test_it_is_said_that_hardly_anything_was_drawn():
    def noisy(d_k, n_samples, rng):
        return np.sqrt(d_k) * (1 + 0.01 * rng.standard_normal())

    drawn = draw(["dot_product_std"], np.random.default_rng(2))
    verdict = drawn.judge([run_call(noisy, call) for _, _, call in drawn])["dot_product_std"]

    assert verdict.message.startswith("Your function draws almost nothing from `rng`")


def test_a_function_that_spoils_its_generator_is_called_all_the_same():
    def spoils(rng):
        rng.bit_generator.state = np.random.PCG64(1).state
        return 1.0

    assert run_call(spoils, Call((Seed(4),))).value == 1
