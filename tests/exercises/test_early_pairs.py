"""Two mistakes at once in chapters 1 to 4 are caught, and called by one of the two or by none."""

import numpy as np
import pytest

from autograder.exercises import CHECKS
from autograder.exercises.early_pairs import STEPS, combinations
from autograder.marking.judge import prepare


@pytest.mark.parametrize("name", STEPS)
def test_two_misconceptions_at_once_are_killed_and_not_misnamed(name):
    question = prepare(CHECKS[name], np.random.default_rng(3))
    for one, two, wrong in combinations(name):
        verdict = question.ask(wrong)

        assert not verdict.passed, f"{one} and {two}"
        assert verdict.misconception in (None, one, two)


def test_each_pair_is_of_two_misconceptions_of_its_function():
    for name in STEPS:
        slugs = {misconception.slug for misconception in CHECKS[name].misconceptions}

        assert all(one != two and {one, two} <= slugs for one, two, _ in combinations(name))
