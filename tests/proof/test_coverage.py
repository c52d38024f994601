"""Every clause of the contract is asked of every function, or there is a reason why not."""

from dataclasses import replace

import numpy as np
import pytest

from autograder.__main__ import main
from autograder.exercises import CHECKS
from autograder.proof import coverage
from autograder.proof.clauses import CLAUSES, PAIRS, TOGETHER
from autograder.proof.coverage import Cell, calls_of, table, unasked


@pytest.fixture(scope="module")
def rows():
    return table()


def test_no_cell_is_empty_without_a_reason(rows):
    assert unasked(rows) == []


def test_the_table_has_a_column_for_every_function(rows):
    assert all(list(cells) == list(CHECKS) for cells in rows.values())
    assert len(rows) > 80


def test_every_clause_is_asked_of_some_function(rows):
    single = [clause.words for clause in CLAUSES] + [words for words, *_ in TOGETHER]

    assert [words for words in single if words not in rows] == []
    assert all(any(cell.slugs for cell in rows[words].values()) for words in single)


def test_two_clauses_at_once_are_asked_for(rows):
    pairs = [clause.words for clause in PAIRS if clause.words in rows]

    assert "a batch and an empty row" in pairs
    assert "all arrays float32 and an empty row" in pairs
    assert len(pairs) > 30


@pytest.mark.parametrize("seed", [1, 2])
def test_no_cell_is_empty_with_another_draw(seed):
    assert unasked(table(seed=seed)) == []


def test_every_reason_is_for_a_clause_and_a_function_that_there_are():
    known = {clause.words for clause in [*CLAUSES, *PAIRS]} | {words for words, *_ in TOGETHER}

    assert {words for _, words in coverage.REASONS} <= known
    assert {name for name, _ in coverage.REASONS} <= set(CHECKS)
    assert all(coverage.REASONS.values())


def without(slug, name):
    """Return a check that lacks one of its cases."""
    check = CHECKS[name]
    return replace(check, cases=lambda rng: [c for c in check.cases(rng) if c.slug != slug])


@pytest.mark.parametrize(
    ("name", "slug", "words"),
    [
        ("hard_lookup", "tie", "large scores and a tie"),
        ("project", "three-batch", "3 batch axes"),
        ("blend", "mixed", "int64 beside float64, for any two arrays"),
        ("temperature_softmax", "far", "a temperature far above 1 on large scores"),
        ("attention", "empty-batch", "an empty row in a mask of 4 axes"),
        ("split_heads", "uneven-batch", "a batch and heads that do not come out even"),
    ],
)
def test_a_case_that_is_taken_away_leaves_a_cell_empty(name, slug, words, monkeypatch, capsys):
    monkeypatch.setitem(CHECKS, name, without(slug, name))

    assert (name, words) in unasked(table([name]))
    assert main(["coverage", name]) == 1
    assert f"{name}: no case tests {words}" in capsys.readouterr().err


def test_a_cell_with_a_case_and_a_reason_is_no_better_than_an_empty_one():
    assert Cell(("mask",)).good
    assert Cell((), "takes no mask").good
    assert not Cell(()).good
    assert not Cell(("mask",), "takes no mask").good


def test_the_command_prints_a_table_for_each_chapter(capsys):
    assert main(["coverage"]) == 0

    printed = capsys.readouterr().out
    assert "05-softmax" in printed
    assert "an empty row in a mask of 1 axis" in printed
    assert printed.rstrip().endswith("0 cells empty without a reason")


def test_batch_axes_are_counted_from_the_shape_that_the_docstring_gives():
    axes = {one.case.slug: one.batch_axes for one in calls_of("merge_heads")}

    assert (axes["ordinary"], axes["batch"], axes["two-batch"], axes["three-batch"]) == (0, 1, 2, 3)


def test_an_unknown_function_is_wrong_usage():
    with pytest.raises(SystemExit) as stopped:
        main(["coverage", "sofmax"])

    assert stopped.value.code == 2


def test_the_clauses_of_results_are_asked_by_all_cases():
    rows = table(["softmax"])
    slugs = [case.slug for case in CHECKS["softmax"].cases(np.random.default_rng(0))]

    assert list(rows["arrays and not lists"]["softmax"].slugs) == slugs
    assert len(rows["results that a later call does not overwrite"]["softmax"].slugs) > 1
