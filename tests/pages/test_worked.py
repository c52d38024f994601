"""The worked examples on the page "What went wrong?": computed, true, and no solution."""

import numpy as np
import pytest

import solutions
from attention_lab.checking.calls import run_call
from autograder.exercises import CHECKS
from autograder.exercises.catalogue import catalogue
from autograder.pages.catalogue_pages import what_went_wrong_page
from autograder.pages.worked import example, lines, same, without_numbers

SLUGS = [entry.slug for entries in catalogue(CHECKS.values()).values() for entry in entries]


@pytest.fixture(scope="module")
def page():
    return what_went_wrong_page()


def test_every_mistake_has_a_line_and_what_stands_in_its_place():
    assert set(lines()) == set(SLUGS)
    assert all(row["line"] and row["instead"] for row in lines().values())
    assert max(len(row["line"]) for row in lines().values()) <= 76


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if not lines()[slug].get("unseen")])
def test_an_example_shows_what_the_catalogues_own_mistake_answers(slug):
    shown = example(slug, CHECKS)
    wrongs = [one.wrong for one in CHECKS[shown.function].misconceptions if one.slug == slug]

    assert same(shown.right, run_call(getattr(solutions, shown.function), shown.call))
    assert any(same(shown.wrong, run_call(wrong, shown.call)) for wrong in wrongs)
    assert shown.wrong.mutated or not same(shown.wrong, shown.right)
    text = shown.text()
    assert lines()[slug]["line"] in text
    assert text.count("wrong   ") == text.count("right   ") == 1
    before, after = text.split("wrong   ")[1].split("right   ")
    assert before.split("\n", 1)[1].strip() != after.split("\n", 1)[1].strip()


def test_only_what_no_small_call_shows_goes_without_numbers(page):
    unseen = [slug for slug in SLUGS if lines()[slug].get("unseen")]

    assert unseen == ["list-not-array", "overwrites-result", "two-batch-axes-only"]
    for slug in unseen:
        assert without_numbers(slug).split("\n")[0] in page


def test_a_line_that_is_not_what_the_mistake_computes_gets_no_example(monkeypatch):
    said = {"softmax-wrong-axis": {"line": "softmax(x, -1)", "instead": "axis=-1"}}
    monkeypatch.setattr("autograder.pages.worked.lines", lambda: said)

    assert example("softmax-wrong-axis", CHECKS) is None


def test_small_calls_are_small_and_cover_every_function():
    for check in CHECKS.values():
        assert check.small
        for call in check.small:
            arrays = [value for value in call.args if isinstance(value, np.ndarray)]
            assert all(array.size <= 24 for array in arrays)


def test_every_mistake_stands_on_the_page_under_its_name_and_in_the_contents(page):
    contents = page.partition("\n## ")[0]
    for slug in SLUGS:
        assert page.count(f"\n({slug})=\n") == 1
        assert f"<{slug}>`" in contents


def test_the_page_tells_no_solution_and_no_rubric(page):
    from test_house import told

    assert told(page) == {}
