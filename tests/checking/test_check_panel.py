"""The instant check as a learner sees it: a panel, plain text, and no exception."""

import os
import re
import subprocess
import sys
import warnings
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import solutions
from attention_lab import CheckFailed, check
from attention_lab.check import Note
from attention_lab.checking import stored
from attention_lab.checking.calls import Outcome
from attention_lab.checking.panel import SHOWN, as_html, as_text
from attention_lab.checking.verdict import CaseResult, Verdict
from autograder.chapters.baking import bake
from autograder.exercises import CHECKS
from autograder.provenance import STORED, digest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def baked():
    if stored.made_from() != digest(STORED):
        bake()


@pytest.fixture(autouse=True)
def outside_nbgrader(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.delenv("ATTENTION_LAB_BOOK", raising=False)


def softmax(x, axis=-1):
    """Answer wrongly: along the wrong axis."""
    e = np.exp(x - np.max(x))
    return e / e.sum(axis=0, keepdims=True)


class Reader(HTMLParser):
    """Collects tags and text, and insists on closed tags."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.text = [], [], ""

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def read(html):
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    return reader


def test_a_right_function_gets_one_green_line_and_its_cases_folded():
    reader = read(check(solutions.softmax)._repr_html_())

    assert re.search(r"softmax: all \d+ cases work", reader.text)
    assert "✗" not in reader.text
    assert [tag for tag, _ in reader.tags].count("details") == 1


def test_a_wrong_function_is_told_what_happened_the_idea_and_where_to_read_on():
    text = repr(check(softmax))

    assert "✗ on a table of scores" in text
    assert "✓ on a single row of scores" in text
    assert "The rows of your weights do not add up to 1, but the columns do." in text
    assert "Each query shares out its reading among the keys" in text
    assert "sums of your rows:" in text
    assert 'See "Which way to share", chapter 5.' in text
    assert re.match(r"softmax: 2 of \d+ cases work\n", text)


def test_panel_and_text_say_the_same():
    shown = check(softmax)
    panel = " ".join(read(shown._repr_html_()).text.split())

    for sentence in (shown.verdict.happened, shown.verdict.idea, shown.verdict.see):
        assert sentence in panel
        assert sentence in repr(shown)


def test_the_panel_brings_its_style_and_loads_nothing():
    reader = read(check(softmax)._repr_html_())

    assert not {"style", "script", "link", "img", "iframe"} & {tag for tag, _ in reader.tags}
    first, attributes = reader.tags[0]
    assert (first, attributes["class"], attributes["role"]) == ("div", "attention-check", "group")
    assert attributes["aria-label"] == "Check of softmax"
    assert "background" not in as_html(check(softmax).verdict)
    assert "color:inherit" in attributes["style"]


def test_every_tick_and_cross_has_its_word():
    reader = read(check(softmax)._repr_html_())
    signs = [a for tag, a in reader.tags if tag == "span"]

    assert signs
    assert all(a.get("aria-label") in ("works", "goes wrong") or a["aria-hidden"] for a in signs)


def test_the_link_needs_the_books_address(monkeypatch):
    verdict = check(softmax).verdict
    link = "what-went-wrong.html#softmax-wrong-axis"

    assert "href" not in as_html(verdict)
    assert f'href="{link}"' in as_html(verdict, book="")
    assert f'href="https://example.org/{link}"' in as_html(verdict, book="https://example.org")
    monkeypatch.setenv("ATTENTION_LAB_BOOK", "https://example.org/book/")
    assert f'href="https://example.org/book/{link}"' in as_html(verdict)


def test_what_a_learner_wrote_is_shown_as_text():
    verdict = Verdict(
        "softmax",
        0.0,
        2.0,
        False,
        cases=[CaseResult("on `x`", False, 1)],
        happened="Your function raised E: <script>alert(1)</script>.",
        evidence='line 1: raise E("<b>")',
        see="See chapter 5.",
    )
    reader = read(as_html(verdict))

    assert not {"script", "b"} & {tag for tag, _ in reader.tags}
    assert "<script>alert(1)</script>" in reader.text


def test_points_stand_in_feedback_and_not_in_the_instant_check():
    verdict = check(softmax).verdict

    assert "of 2 points" in as_text(verdict)
    assert "of 2 points" in as_html(verdict)
    assert "points" not in repr(check(softmax))


def test_many_failing_cases_are_counted_and_few_are_listed():
    shown = check(softmax)
    failing = sum(not case.passed for case in shown.verdict.cases)

    assert failing > SHOWN
    assert repr(shown).count("  ✗") == SHOWN + 1
    assert f"✗ and in {failing - SHOWN} more case" in repr(shown)


def test_the_instant_check_shows_the_place_and_both_numbers():
    def project(X, W, b=None):
        return X @ W

    assert "expected" in repr(check(project))


def test_a_stub_gets_a_friendly_line_and_no_crosses():
    def softmax(x, axis=-1):
        raise NotImplementedError("softmax: exercise 5.1")

    text = repr(check(softmax))

    assert text.startswith("softmax is not written yet.")
    assert "✗" not in text


def test_a_name_is_looked_up_where_check_is_called():
    blend = solutions.blend

    assert check("blend").verdict.passed
    assert check("softmax").verdict.misconception == "softmax-wrong-axis"
    assert "There is no function called attention here" in repr(check("attention"))
    assert blend is solutions.blend


def test_a_name_is_looked_up_in_the_running_notebook(monkeypatch):
    shell = SimpleNamespace(user_ns={"attention": solutions.attention})
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)

    assert check("attention").verdict.passed


@pytest.mark.parametrize("what", ["sofmax", lambda x: x, None, 5, np.vectorize(abs)])
def test_what_has_no_check_gets_a_line_with_the_names(what):
    note = check(what)

    assert isinstance(note, Note)
    assert "hard_lookup, blend" in repr(note)


@pytest.mark.parametrize("error", [ValueError, KeyError, SystemExit, RecursionError])
def test_nothing_is_raised_whatever_the_function_does(error):
    def softmax(x, axis=-1):
        raise error("no")

    assert f"raised {error.__name__}" in repr(check(softmax))


def test_arguments_in_another_order_are_named_before_what_comes_of_it():
    def temperature_softmax(x, axis=-1, temperature=1.0):
        return solutions.temperature_softmax(x, temperature, axis)

    def blend(values, weights):
        return weights @ values

    for function, own in (
        (temperature_softmax, "x, axis, temperature"),
        (blend, "values, weights"),
    ):
        verdict = check(function).verdict

        assert verdict.misconception is None
        assert verdict.happened.endswith(f"stand in another order: {own}.")
        assert f"`{function.__name__}(" in verdict.idea
        assert verdict.idea.endswith("keep the first line as it was given.")


def test_arguments_may_have_other_names_and_more_may_follow():
    def temperature_softmax(scores, temperature, axis=-1, show=False):
        return solutions.temperature_softmax(scores, temperature, axis)

    def softmax(*args, **kwargs):
        return solutions.softmax(*args, **kwargs) ** 2

    assert check(temperature_softmax).verdict.passed
    assert "another order" not in check(softmax).verdict.happened


HUGE = {
    "infinite of both signs": lambda shape: (
        np.where(np.indices(shape).sum(axis=0) % 2, 1, -1) * np.inf
    ),
    "as large as numbers get": lambda shape: np.full(shape, 1.7e308),
    "far apart": lambda shape: np.where(np.indices(shape).sum(axis=0) % 2, 1.7e308, -1.7e308),
    "larger than float64": lambda shape: np.full(shape, np.longdouble(1e308) * 1e4),
}


@pytest.mark.parametrize("name", solutions.__all__)
@pytest.mark.parametrize("huge", HUGE.values(), ids=HUGE)
def test_huge_results_are_seen_without_a_warning_in_the_learners_notebook(name, huge):
    def function(*args, **named):
        right = getattr(solutions, name)(*args, **named)
        several = right if isinstance(right, tuple) else (right,)
        wrong = tuple(huge(np.shape(array)) for array in several)
        return wrong if isinstance(right, tuple) else wrong[0]

    function.__name__ = name
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        verdict = check(function).verdict

    assert verdict.points == 0
    assert verdict.message


def test_validate_is_told_by_an_exception(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")

    with pytest.raises(CheckFailed, match="but the columns do"):
        check(softmax)
    assert check(solutions.softmax).verdict.passed


def test_without_stored_checks_there_is_a_line_that_says_how_to_make_them(monkeypatch, tmp_path):
    monkeypatch.setattr(stored, "FOLDER", tmp_path)

    assert "python -m autograder bake" in repr(check(softmax))


def test_a_lost_call_is_described():
    from autograder.marking.questions import prepare

    question = prepare(CHECKS["softmax"], np.random.default_rng(0))
    calls = sum(len(case.calls) for case in question.cases)
    verdict = question.judge([Outcome("lost", message="it took more than 10 seconds")] * calls)

    assert "did not come back" in verdict.text()


def test_the_check_needs_neither_solutions_nor_autograder():
    program = (
        "import sys, numpy as np\n"
        "from attention_lab import check\n"
        "def softmax(x, axis=-1):\n"
        "    return np.exp(x) / np.exp(x).sum(axis=0)\n"
        "print(check(softmax))\n"
        "assert not {'solutions', 'autograder'} & {name.split('.')[0] for name in sys.modules}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert "softmax-wrong-axis" in done.stdout
