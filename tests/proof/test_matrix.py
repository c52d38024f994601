"""The kill matrix: every misconception gets less than full marks, and its own name."""

import re
from dataclasses import replace

import numpy as np
import pytest
from naming import rightly_named

from attention_lab.checking.verdict import Verdict
from autograder.__main__ import main
from autograder.commands import matrix as command
from autograder.exercises import CHECKS
from autograder.exercises.catalogue import catalogue
from autograder.exercises.record import Misconception
from autograder.marking.questions import prepare
from autograder.pages import catalogue_pages as page
from autograder.proof.matrix import Row, combined, matrix, without_words

SEEDS = (1, 2, 3, 4, 5)
# Mean size in place of spread takes away what squares in place of products add: within the
# tolerance of a statistic, which is 25%, no draw tells the two from a right answer.
MAKE_UP_FOR_EACH_OTHER = {"dot_product_std": ["same-vector-twice + mean-of-sizes"]}


@pytest.mark.slow
@pytest.mark.parametrize("name", CHECKS)
def test_every_misconception_is_killed_and_named_with_five_seeds(name):
    rows = matrix([name], SEEDS)

    assert [(row.slug, row.killed, row.named, row.others) for row in rows if not row.good] == []


def test_the_catalogue_has_at_least_150_misconceptions():
    entries = {(name, m.slug) for name, check in CHECKS.items() for m in check.misconceptions}

    assert len(entries) > 600
    assert len({slug for _, slug in entries}) >= 150


@pytest.mark.slow
@pytest.mark.parametrize("name", CHECKS)
def test_two_misconceptions_at_once_are_killed_and_hardly_ever_misnamed(name):
    wrong = {f"{one} + {two}": function for one, two, function in CHECKS[name].pairs()}
    rows = combined([name], seed=3, sample=100)
    misnamed = [
        (row.slug, row.others)
        for row in rows
        if not all(rightly_named(other, name, wrong[row.slug]) for other in row.others)
    ]

    survivors = [row.slug for row in rows if not row.killed]
    assert survivors == MAKE_UP_FOR_EACH_OTHER.get(name, [])
    assert len(misnamed) <= 0.02 * len(rows), misnamed


def test_a_function_of_several_steps_has_pairs_of_two_different_misconceptions_of_its_own():
    for check in CHECKS.values():
        slugs = {misconception.slug for misconception in check.misconceptions}
        pairs = check.pairs()

        assert all(one != two and {one, two} <= slugs for one, two, _ in pairs)
        assert bool(pairs) == (len(check.steps.wrong) > 1)


@pytest.mark.parametrize("name", CHECKS)
def test_a_function_of_right_steps_is_right(name):
    assert prepare(CHECKS[name], np.random.default_rng(5)).ask(CHECKS[name].steps.build()).passed


def row(points, misconception):
    counted = Row("softmax", "global-max")
    counted.count(Verdict("softmax", points, 2.0, points == 2, misconception), {"global-max"})
    return counted


@pytest.mark.parametrize(
    ("counted", "good"),
    [
        (row(1.5, "global-max"), True),
        (row(2.0, None), False),
        (row(1.5, None), False),
        (row(1.5, "no-max-subtraction"), False),
    ],
)
def test_a_row_is_good_only_if_killed_and_rightly_named(counted, good):
    assert counted.good == good


@pytest.mark.parametrize("points", [1.5, 2.0])
def test_the_command_fails_where_a_misconception_survives(points, monkeypatch, capsys):
    monkeypatch.setattr(command, "matrix", lambda names, seeds: [row(points, "global-max")])

    assert main(["matrix", "softmax"]) == (0 if points < 2 else 1)
    assert ("global-max" in capsys.readouterr().out) == (points == 2)


def test_the_command_prints_what_it_tried(capsys):
    assert main(["matrix", "causal_mask", "--all"]) == 0

    lines = capsys.readouterr().out.splitlines()
    tried = len(CHECKS["causal_mask"].misconceptions)
    assert re.search(rf"^causal_mask .* {tried} tried +{tried} killed +{tried} named", lines[0])
    assert any(line.startswith("  causal-flipped ") for line in lines)


def test_the_command_says_which_misconception_lacks_words_and_where_to_write_them(
    monkeypatch, capsys
):
    silent = Misconception("causal-sideways", lambda n: np.ones((n, n)))
    check = CHECKS["causal_mask"]
    check = replace(check, others=(*check.others, silent))
    monkeypatch.setitem(CHECKS, "causal_mask", check)

    assert main(["matrix", "causal_mask"]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("causal_mask: causal-sideways has no words")
    assert "autograder/exercises/words/07-attention.toml" in said.err
    assert said.out == ""


def test_no_misconception_lacks_words():
    assert without_words() == []


def test_an_unknown_function_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["matrix", "sofmax"])

    assert stopped.value.code == 2


def test_the_page_on_what_went_wrong_has_an_anchor_for_every_misconception():
    text = page.what_went_wrong_page()
    subjects = re.findall(r"^\((mistakes-.+)\)=\n## ", text, re.M)
    anchors = re.findall(r"^\((?!mistakes-)(.+)\)=$", text, re.M)

    assert len(set(subjects)) == len(catalogue(CHECKS.values()))
    assert sorted(anchors) == sorted({m.slug for c in CHECKS.values() for m in c.misconceptions})
    assert "See" not in anchors
    assert "{ref}`Which way to share <which-way>`, chapter 5" in text


def test_the_page_on_the_checks_has_a_line_for_every_function_and_misconception(monkeypatch):
    rows = matrix(["causal_mask", "merge_heads"])
    monkeypatch.setattr(page, "matrix", lambda: rows)
    text = page.checks_page()

    assert all(f"| `{name}` |" in text for name in CHECKS)
    assert all(f"<{row.slug}>` | {row.variants} |" in text for row in rows)
