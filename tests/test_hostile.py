"""Every attack of the corpus gets the fair mark, and touches nothing."""

import pytest
from conftest import missing

from autograder.hostile import LIMITS, corpus, run_all
from autograder.sandbox import IsolationError, Sandbox

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.slow,
    # A copied cell brings its id along: nbformat says so while the corpus writes it.
    pytest.mark.filterwarnings("ignore::nbformat.warnings.DuplicateCellId"),
]


@pytest.fixture(scope="module")
def results():
    try:
        sandbox = Sandbox(LIMITS, levels=("namespaces", "landlock"))
    except IsolationError as error:
        missing(f"no sandbox: {error}")
    with sandbox:
        return {result.attack.name: result for result in run_all(corpus(), sandbox)}


@pytest.mark.timeout(600)
def test_every_attack_gets_the_fair_mark_and_touches_nothing(results):
    off = {
        name: (result.points, result.attack.points, result.touched)
        for name, result in results.items()
        if not result.good
    }

    assert off == {}


def test_the_corpus_has_attacks_of_every_family_and_honest_controls(results):
    families = [result.attack.family for result in results.values()]

    assert len(families) >= 60
    assert min(families.count(family) for family in set(families)) >= 5


def test_a_submission_that_cannot_be_read_gets_a_sentence(results):
    nothing = [result for name, result in results.items() if name.startswith("structure_not_json")]

    assert nothing
    assert all(result.sentence for result in nothing)
