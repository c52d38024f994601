"""A mistake costs once: what follows through, what does not, and what is said about it."""

import dataclasses
import json

import numpy as np
import pytest
from grading_help import (
    CHAPTER,
    WRONG_AXIS,
    graded_copy,
    hand_in,
    marks,
    needs_sandbox,
    new_course,
    sandbox,
    solved,
    write,
)

import solutions
from attention_lab.checking.calls import Call, run_call
from attention_lab.checking.comparing import agree
from autograder import __main__ as command_line
from autograder.exercises import CHAPTERS, CHECKS
from autograder.marking.following import SHARES, earlier, follow_through
from autograder.marking.marker import Marker
from autograder.marking.questions import prepare
from autograder.sandbox import Limits, Trial
from autograder.sandbox.answering import Answers, Ended
from autograder.sandbox.inside import arrays, values

TEMPERATURE = """def temperature_softmax(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("above 0")
    return softmax(x / temperature, axis)"""
WRONG_TEMPERATURE = TEMPERATURE.replace("x / temperature", "x * temperature")

# For each function that a later one of its chapter may call: a wrong version of it, and the later
# function written with it.
PAIRS = {
    "02-projection": {
        "project": "def project(X, W, b=None):\n    return 2 * X @ W",
        "project_qkv": "def project_qkv(X, W_Q, W_K, W_V):\n"
        "    return tuple(project(X, W, np.zeros(W.shape[-1])) for W in (W_Q, W_K, W_V))",
    },
    "05-softmax": {"softmax": WRONG_AXIS, "temperature_softmax": TEMPERATURE},
    "06-attention": {
        "attention": "def attention(Q, K, V, mask=None):\n"
        "    weights = softmax(Q @ np.swapaxes(K, -1, -2))\n    return weights @ V, weights",
        "cross_attention": "def cross_attention(X, memory, W_Q, W_K, W_V, mask=None):\n"
        "    return attention(X @ W_Q, memory @ W_K, memory @ W_V, mask)",
    },
    "07-multihead": {
        "split_heads": "def split_heads(X, num_heads):\n    *b, n, d = X.shape\n"
        "    return X.reshape(*b, num_heads, n, d // num_heads)",
        "multi_head_attention": "def multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, "
        "num_heads, mask=None):\n"
        "    Q, K, V = (split_heads(A, num_heads) for A in (X @ W_Q, memory @ W_K, memory @ W_V))\n"
        "    if mask is not None and mask.ndim > 2:\n        mask = mask[..., None, :, :]\n"
        "    output, weights = attention(Q, K, V, mask)\n"
        "    return merge_heads(output) @ W_O, weights",
    },
}


def mark(tmp_path, chapter=CHAPTER, share=1.0, **answers):
    path = write(solved(chapter, **answers), tmp_path / f"{chapter}.ipynb")
    return Marker(sandbox(), 3, share).mark_file(path).verdicts


@pytest.mark.parametrize("chapter", PAIRS)
class TestPairs:
    pytestmark = needs_sandbox

    def test_a_right_function_over_a_wrong_one_gets_its_marks(self, chapter, tmp_path):
        first, later = PAIRS[chapter]
        verdicts = mark(tmp_path, chapter, **PAIRS[chapter])

        assert verdicts[first].points < verdicts[first].max_points
        assert verdicts[later].points == verdicts[later].max_points
        assert verdicts[later].message == (
            "Right in itself: its marks follow through. "
            f"What made it fail is your `{first}`, see there."
        )
        assert verdicts[later].misconception is None

    def test_it_lost_them_before(self, chapter, tmp_path):
        _, later = PAIRS[chapter]

        assert mark(tmp_path, chapter, share=0.0, **PAIRS[chapter])[later].points < (
            CHECKS[later].points
        )


@pytest.mark.parametrize(("share", "points"), [("full", 2.0), ("half", 1.0), ("none", 0.0)])
@pytest.mark.sandbox
def test_the_instructor_says_how_much_follows_through(share, points, tmp_path):
    verdict = mark(
        tmp_path, share=SHARES[share], softmax=WRONG_AXIS, temperature_softmax=TEMPERATURE
    )["temperature_softmax"]

    assert verdict.points == points
    assert verdict.message.startswith("Right in itself")


@pytest.mark.sandbox
def test_a_mistake_of_its_own_is_named_and_the_earlier_one_is_not(tmp_path):
    verdicts = mark(tmp_path, softmax=WRONG_AXIS, temperature_softmax=WRONG_TEMPERATURE)

    assert verdicts["softmax"].misconception == "softmax-wrong-axis"
    assert verdicts["temperature_softmax"].misconception == "temperature-multiplies"
    assert verdicts["temperature_softmax"].points == 0


@pytest.mark.sandbox
def test_nothing_changes_where_the_earlier_function_is_not_called(tmp_path):
    alone = WRONG_TEMPERATURE.replace("softmax(x * temperature, axis)", "x * temperature")
    verdict = mark(tmp_path, softmax=WRONG_AXIS, temperature_softmax=alone)["temperature_softmax"]

    assert (verdict.points, verdict.follow_through) == (0, False)
    assert "follow" not in verdict.message


# the rule, and that nothing wrong gains by it


@pytest.mark.parametrize("name", [name for name in CHECKS if earlier(name)])
def test_no_earlier_function_answers_what_a_later_one_is_asked(name):
    question = prepare(CHECKS[name], np.random.default_rng(0))
    for one in earlier(name):
        answers = [
            agree(run_call(getattr(solutions, one), call), expected, tolerance)
            for case in question.cases
            for call, expected, tolerance in zip(
                case.calls, case.expected, case.tolerances, strict=True
            )
            if expected.kind == "value"
        ]

        assert not all(answers), one


@pytest.mark.parametrize("chapter", [chapter for chapter in CHAPTERS if chapter != "01-library"])
def test_no_pair_of_the_catalogue_gains_more_than_right_earlier_functions_give(chapter):
    questions = {
        name: prepare(CHECKS[name], np.random.default_rng(0)) for name in CHAPTERS[chapter]
    }
    tried = 0
    for name in CHAPTERS[chapter]:
        own = {one.slug: questions[name].ask(one.wrong) for one in CHECKS[name].misconceptions}
        for other in own.values():
            for again in own.values():
                for blamed in ([], list(earlier(name))):
                    for share in SHARES.values():
                        got = follow_through(other, again, blamed, share).points
                        tried += 1

                        assert got <= max(other.points, again.points)
                        assert got >= other.points or not blamed
                        assert blamed or got == other.points
    assert tried > 1_000


# what a stand-in may be asked


def question(*arguments, **keywords):
    blobs = []
    return {"ask": "softmax", **values.encode_call(Call(arguments, keywords), blobs)}, blobs


def answers(**limits):
    trial = Trial(
        [],
        [],
        {"masked_softmax": ["softmax"]},
        lambda name, call: run_call(solutions.softmax, call),
    )
    return Answers(trial, dataclasses.replace(Limits(), **limits))


def test_an_answer_is_the_reference_s():
    header, blobs = answers().to("masked_softmax", *question(np.array([[0.0, 1.0]])))
    told = arrays.decode_array(header["outcome"]["value"]["array"], blobs)

    assert np.allclose(told, solutions.softmax(np.array([[0.0, 1.0]])))


def test_an_error_comes_without_a_line_of_the_reference():
    trial = Trial(
        [],
        [],
        {"masked_softmax": ["softmax"]},
        lambda name, call: run_call(solutions.temperature_softmax, call),
    )
    header, _ = Answers(trial, Limits()).to("masked_softmax", *question(np.ones(2), 0.0))

    assert header["outcome"]["error"] == "ValueError"
    assert header["outcome"]["line"] == ""
    assert "temperature <= 0" not in json.dumps(header)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (question(np.ones(3_000)), "too large"),
        (question(np.ones((9, 1, 2, 2)), np.ones((1, 9, 2, 2))), "too large"),
        (question(10**6), "too large"),
        (question(*[1.0] * 20), "too many arguments"),
        (({"ask": "softmax", "args": [3], "kwargs": {}}, []), "nothing that can be read"),
        (({"ask": "softmax", "args": [], "kwargs": []}, []), "nothing that can be read"),
        (({"ask": "softmax", "args": [{"seed": 1}], "kwargs": {}}, []), "a generator"),
        (({"ask": "masked_softmax", "args": [], "kwargs": {}}, []), "comes later"),
        (({"ask": ["softmax"], "args": [], "kwargs": {}}, []), "comes later"),
    ],
)
def test_what_may_not_be_asked_ends_the_trial(made, words):
    with pytest.raises(Ended, match=words):
        answers().to("masked_softmax", *made)


def test_questions_are_counted():
    few = answers(asks=3)
    for _ in range(3):
        few.to("masked_softmax", *question(np.ones(2)))
    with pytest.raises(Ended, match="too many"):
        few.to("masked_softmax", *question(np.ones(2)))


# the same by every way of grading


@pytest.mark.slow
class TestCourse:
    pytestmark = needs_sandbox

    def test_the_setting_decides_and_a_change_of_it_grades_again(self, tmp_path):
        root = new_course(tmp_path / "course")
        hand_in(root, "ada", solved(softmax=WRONG_AXIS, temperature_softmax=TEMPERATURE))
        grade = ["grade", CHAPTER, "--course", str(root), "--workers", "1"]
        assert command_line.main(grade) == 0
        assert marks(root)["ada"]["grades"]["check-temperature_softmax"][0] == 2
        text = json.dumps(graded_copy(root, "ada"))
        assert text.count("its marks follow through") > 0

        (root / "settings.py").write_text('c.Judge.follow_through = "half"\n')
        assert command_line.main(grade) == 0
        assert marks(root)["ada"]["grades"]["check-temperature_softmax"][0] == 1

        (root / "settings.py").write_text('c.Judge.follow_through = "twice"\n')
        assert command_line.main(grade) == 1
