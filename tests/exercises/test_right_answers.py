"""No right answer fails, however it is written, and no mark depends on luck."""

from dataclasses import replace

import numpy as np
import pytest
from answers.right import RIGHT
from answers.wrong import WRONG

import solutions
from autograder.exercises import CHECKS
from autograder.marking.questions import prepare

SEEDS = range(20)
DRAWINGS = 100


def ask(name, seed):
    """Prepare a question without its misconceptions: only the mark matters here."""
    check = replace(CHECKS[name], steps=None, others=())
    return prepare(check, np.random.default_rng(seed))


@pytest.mark.parametrize("name", CHECKS)
def test_every_right_answer_gets_full_marks_whatever_the_inputs(name):
    for seed in SEEDS:
        question = ask(name, seed)
        for answer in [getattr(solutions, name), *RIGHT[name]]:
            verdict = question.ask(answer)

            assert verdict.points == CHECKS[name].points, f"{answer.__name__}: {verdict.text()}"
            assert verdict.passed
            assert verdict.misconception is None


def test_there_are_ten_right_answers_for_each_function():
    assert set(RIGHT) == set(CHECKS)
    assert all(len({answer.__code__.co_code for answer in RIGHT[name]}) >= 10 for name in CHECKS)


@pytest.mark.parametrize("name", ["hard_lookup", "cosine_scores", "softmax", "masked_softmax"])
def test_the_same_answers_get_the_same_marks_a_hundred_times(name):
    answers = [*RIGHT[name][:2], *WRONG[name][:4]]
    first = None
    for seed in range(1000, 1000 + DRAWINGS):
        question = ask(name, seed)
        marks = [question.ask(answer).points for answer in answers]
        first = first or marks

        assert first == marks, f"seed {seed}"
