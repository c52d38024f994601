"""The messages from the sandbox: whatever comes, the judge gets a value or says no."""

import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from attention_lab.checking import calls
from attention_lab.checking.calls import Call, Foreign, Outcome, Seed
from autograder.sandbox import received
from autograder.sandbox.inside import arrays, frames, values
from autograder.sandbox.inside.outputs import Recorder

DTYPES = st.sampled_from(["?", "i1", "i8", "u2", "f2", "f4", "f8", ">f8", ">i4"])
ARRAYS = hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0))
FOREIGN = st.sampled_from(["Thing", "array of complex128", "tuple of None", "list of text"])
VALUES = st.none() | ARRAYS | st.lists(ARRAYS, max_size=3).map(tuple) | FOREIGN.map(Foreign)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)
ARGUMENTS = st.none() | st.integers() | st.floats(allow_nan=False) | ARRAYS | st.just(Seed(3))


def same(one, two):
    if isinstance(one, tuple):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, np.ndarray):
        return (
            one.shape == two.shape
            and one.dtype.kind == two.dtype.kind
            and (np.array_equal(one, two, equal_nan=one.dtype.kind == "f"))
        )
    return one == two


def sent(header, blobs):
    stream = io.BytesIO(frames.pack(header, blobs))
    return frames.unpack(stream.read, 1 << 20)


@given(value=VALUES)
def test_an_outcome_arrives_as_it_was_sent(value):
    blobs = []
    given = Outcome("value", value, mutated=(0, "mask"), notes=("printed", "masked"))
    item = values.encode_outcome(given, blobs)
    header, arrived = sent({"outcome": item}, blobs)
    outcome = values.decode_outcome(header["outcome"], arrived, calls)

    assert same(outcome.value, value)
    assert outcome.mutated == (0, "mask")
    assert outcome.notes == ("printed", "masked")


@given(args=st.lists(ARGUMENTS, max_size=4).map(tuple))
def test_a_call_arrives_as_it_was_sent(args):
    blobs = []
    header, arrived = sent({"call": values.encode_call(Call(args, {"axis": -1}), blobs)}, blobs)
    call = values.decode_call(header["call"], arrived, calls)

    assert all(map(same, call.args, args))
    assert call.kwargs == {"axis": -1}


@given(data=st.binary(max_size=200))
def test_bytes_that_are_no_message_are_refused(data):
    stream = io.BytesIO(data + bytes(1 << 10))
    length = int.from_bytes(data[:4].ljust(4, b"\0"), "big")
    try:
        header, _ = frames.unpack(stream.read, 1 << 10)
    except frames.BadFrame:
        return

    assert isinstance(json.loads(stream.getvalue()[4 : 4 + length]), dict)
    assert isinstance(header["blobs"], list)


@given(item=JSON)
def test_an_object_that_is_no_outcome_is_refused(item):
    with pytest.raises(frames.BadFrame):
        values.decode_outcome(item, [], calls)


@given(value=JSON, mutated=JSON, message=JSON, notes=JSON)
def test_an_outcome_with_nonsense_in_it_is_refused_or_made_harmless(value, mutated, message, notes):
    item = {"kind": "value", "error": "", "line": "", "notes": notes}
    item |= {"value": value, "mutated": mutated, "message": message}
    try:
        outcome = values.decode_outcome(item, [b"12345678"], calls)
    except frames.BadFrame:
        return

    assert isinstance(outcome.message, str)
    assert all(isinstance(one, (int, str)) for one in outcome.mutated)
    assert set(outcome.notes) <= set(calls.NOTES)


@pytest.mark.parametrize("notes", [["forged"], ["printed", "printed"], [["printed"]], {}, 1, None])
def test_only_known_notes_arrive(notes):
    item = values.encode_outcome(Outcome("value", None), []) | {"notes": notes}
    try:
        outcome = values.decode_outcome(item, [], calls)
    except frames.BadFrame:
        return

    assert outcome.notes == (("printed",) if "printed" in notes else ())


@pytest.mark.parametrize(
    "description",
    [
        {"dtype": "<f8", "shape": [2], "blob": 0},
        {"dtype": "<f8", "shape": [-1], "blob": 0},
        {"dtype": "|O8", "shape": [1], "blob": 0},
        {"dtype": "<f16", "shape": [1], "blob": 0},
        {"dtype": "<U2", "shape": [1], "blob": 0},
        {"dtype": "<f8", "shape": [1], "blob": 1},
        {"dtype": "<f8", "shape": [1], "blob": -1},
        {"dtype": "<f8", "shape": [True], "blob": 0},
        {"dtype": "<f8", "shape": [0, 1 << 39, 1 << 39], "blob": 2},
        {"dtype": "<f8", "shape": [1] * 40, "blob": 0},
    ],
)
def test_an_array_must_be_what_it_says(description):
    with pytest.raises(frames.BadFrame):
        arrays.decode_array(
            description, [b"12345678", b"", b""][: 3 if description["blob"] == 2 else 1]
        )


def test_any_byte_becomes_a_proper_boolean():
    array = arrays.decode_array({"dtype": "|b1", "shape": [3], "blob": 0}, [b"\0\1\xff"])

    assert array.tolist() == [False, True, True]
    assert array.tobytes() == b"\0\1\1"


def test_a_message_over_its_budget_is_not_read():
    message = frames.pack({}, [bytes(1000)])
    stream = io.BytesIO(message)
    with pytest.raises(frames.BadFrame):
        frames.unpack(stream.read, 500)

    assert stream.tell() < 100


@given(items=JSON)
def test_outputs_that_are_none_are_left_out(items):
    try:
        found = received.outputs(items)
    except frames.BadFrame:
        return

    assert found == []


def test_outputs_are_rebuilt_without_what_does_not_belong():
    item = {"output_type": "stream", "name": "../x", "text": "a\x1b[31mb\u202ec", "extra": 1}
    picture = {"output_type": "display_data", "data": {"image/png": '"><script>', "a/b": "x"}}

    assert received.outputs([item, picture]) == [
        {"output_type": "stream", "name": "stdout", "text": "a�[31mb�c"},
        {"output_type": "display_data", "data": {}, "metadata": {}},
    ]


@given(texts=st.lists(st.tuples(st.sampled_from(["stdout", "stderr"]), st.text()), max_size=30))
def test_what_is_written_little_by_little_is_kept_in_order(texts):
    recorder = Recorder()
    for name, text in texts:
        recorder.write(name, text)
    kept = "".join(output["text"] for output in recorder.outputs)

    assert kept == "".join(text for _, text in texts)
