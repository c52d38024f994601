"""Wrong answers that the checks have not been written for are caught, and not misnamed."""

import numpy as np
import pytest
from answers.wrong import WRONG
from answers.wrong.new_kinds import WRONG as NEW_KINDS
from naming import rightly_named

from autograder.exercises import CHECKS
from autograder.marking.questions import prepare

SEEDS = range(2)
FALSE_NAMES = 0.02  # the most, as a share of the wrong answers


@pytest.fixture(scope="module")
def verdicts():
    """Return (name, answer, verdict) for every wrong answer and seed."""
    found = []
    for name, answers in WRONG.items():
        for seed in SEEDS:
            question = prepare(CHECKS[name], np.random.default_rng(seed))
            found += [(name, answer, question.ask(answer)) for answer in answers]
    return found


def test_no_wrong_answer_gets_full_marks(verdicts):
    passing = {answer.__name__ for _, answer, verdict in verdicts if verdict.passed}

    assert passing == set()


def test_a_wrong_answer_is_hardly_ever_given_a_wrong_name(verdicts):
    false = [
        f"{answer.__name__} ({name}) was called {verdict.misconception}"
        for name, answer, verdict in verdicts
        if verdict.misconception not in (None, *answer.slugs)
        and not rightly_named(verdict.misconception, name, answer)
    ]

    assert len(false) <= FALSE_NAMES * len(verdicts), "\n".join(false)


@pytest.mark.parametrize(("new", "least"), [(False, 0.6), (True, 0.28)])
def test_most_wrong_answers_are_given_a_name(verdicts, new, least):
    """Of kinds that nobody had thought of fewer are named: the figure to raise."""
    kinds = {answer for answers in NEW_KINDS.values() for answer in answers}
    chosen = [verdict for _, answer, verdict in verdicts if (answer in kinds) is new]
    named = sum(verdict.misconception is not None for verdict in chosen)

    assert len(chosen) > 100
    assert named >= least * len(chosen)


def test_every_wrong_answer_is_told_what_happened(verdicts):
    silent = {answer.__name__ for _, answer, verdict in verdicts if not verdict.happened}

    assert silent == set()


def test_no_message_shows_code_or_a_number_that_is_expected(verdicts):
    for _, answer, verdict in verdicts:
        assert "np." not in verdict.message, answer.__name__
        assert "lambda" not in verdict.message, answer.__name__
