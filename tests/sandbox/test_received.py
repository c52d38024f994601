"""What a process reports of a call: bounded by its shape, each block once, every text one line."""

import numpy as np
import pytest

from attention_lab.checking.calls import Call, Foreign, Outcome
from attention_lab.checking.comparing import SKETCHED, Tolerance, _directions, sketch
from autograder.marking.questions import LARGE_ANSWER, draw
from autograder.sandbox import received
from autograder.sandbox.inside.arrays import encode_array
from autograder.sandbox.inside.frames import BadFrame

CALL = Call((np.ones(3),), {"axis": -1})
SAID = {"kind": "value", "error": "", "message": "", "line": "", "mutated": [], "notes": []}


def test_an_answer_that_is_far_too_large_is_known_by_its_shape():
    value = {"array": {"dtype": "|b1", "shape": [3_000_000], "blob": 0}}
    found = received.outcome({**SAID, "value": value}, None, CALL)

    assert found.value == Foreign("array that is far too large, with the shape (3000000,)")


@pytest.mark.parametrize("shape", [["x"], None, [1] * 99, [True]])
def test_a_shape_that_is_none_is_refused(shape):
    with pytest.raises(BadFrame):
        received.outcome({**SAID, "value": {"array": {"shape": shape}}}, None, CALL)


def test_a_block_that_is_named_twice_is_refused():
    blobs = []
    described = encode_array(np.ones(5), blobs)
    item = {**SAID, "value": {"tuple": [described, described]}}
    with pytest.raises(BadFrame, match="twice"):
        received.outcome(item, blobs, CALL)


@pytest.mark.parametrize("item", [None, 5, {}, {"value": 5}, {"value": {"tuple": 5}}])
def test_what_is_no_outcome_is_refused(item):
    for blocks in (None, []):
        with pytest.raises(BadFrame):
            received.outcome(item, blocks, CALL)


def test_texts_have_no_lines_of_their_own():
    said = {"kind": "raised", "error": "A\nB", "message": "x\n\n✓ all\n", "line": "line 1:\tx\ny"}
    found = received.outcome({**SAID, **said, "value": {"none": True}}, [], CALL)

    assert (found.error, found.message, found.line) == ("A B", "x ✓ all", "line 1: x y")


@pytest.mark.parametrize("mutated", [[1], [-1], ["mask"], ["2 of 2 points"]])
def test_only_arguments_of_the_call_are_changed(mutated):
    with pytest.raises(BadFrame):
        received.outcome({**SAID, "value": {"none": True}, "mutated": mutated}, [], CALL)
    found = received.outcome({**SAID, "value": {"none": True}, "mutated": [0, "axis"]}, [], CALL)

    assert found.mutated == (0, "axis")


def test_an_answer_has_room_for_some_times_the_right_one():
    drawn = draw(["softmax"], np.random.default_rng(0))

    assert len(drawn.rooms) == len(drawn)
    assert all(LARGE_ANSWER < room < LARGE_ANSWER + (1 << 20) for room in drawn.rooms)


def test_sketches_of_large_arrays_take_no_memory_and_equal_nothing():
    _directions.cache_clear()
    large = [sketch(Outcome("value", np.ones(SKETCHED + 1 + n, bool))) for n in range(50)]
    small = [sketch(Outcome("value", np.ones(n + 1))) for n in range(2_000)]

    assert not large[0].matches(large[0], Tolerance(1, 1))
    assert small[0].matches(small[0], Tolerance(0, 0))
    held = _directions.cache_info().maxsize * 2 * 8 * 4096
    assert held <= 16 << 20
