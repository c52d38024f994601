"""Calls and outcomes as messages, in both directions.

The classes are those of `attention_lab.checking.calls`, handed in by the caller: inside the jail
that module is imported late, so that its own imports are those of the jail.
"""

import re

import numpy as np

from .arrays import decode_array, encode_array
from .frames import BadFrame

MAX_ITEMS = 16
_TYPE_NAME = re.compile(r"[^\W\d]\w{0,60}( of \w{1,20})?")
_UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\u2027\u202f-\u2065\u2070-\ud7ff\ue000-\U0010ffff]")


def clean(text, limit):
    """Return text cut to a length, without control and direction characters."""
    if not isinstance(text, str):
        raise BadFrame("a text is no text")
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text[:limit])


def encode_call(call, blobs):
    """Return a `Call` as a JSON object; arrays go to `blobs`."""
    return {
        "args": [_encode_argument(value, blobs) for value in call.args],
        "kwargs": {name: _encode_argument(value, blobs) for name, value in call.kwargs.items()},
    }


def _encode_argument(value, blobs):
    if value is None:
        return {"none": True}
    if isinstance(value, (np.ndarray, np.generic)):
        return {"array": encode_array(value, blobs)}
    if isinstance(value, bool):
        return {"bool": value}
    if isinstance(value, int):
        return {"int": value}
    if isinstance(value, float):
        return {"float": value.hex()}
    return {"seed": value.value}


def decode_call(item, blobs, calls):
    """Return the `Call` of a JSON object; `calls` is the module with the classes."""
    return calls.Call(
        tuple(_decode_argument(value, blobs, calls) for value in item["args"]),
        {name: _decode_argument(value, blobs, calls) for name, value in item["kwargs"].items()},
    )


def _decode_argument(item, blobs, calls):
    ((kind, value),) = item.items()
    if kind == "none":
        return None
    if kind == "array":
        return decode_array(value, blobs)
    if kind == "float":
        return float.fromhex(value)
    return calls.Seed(value) if kind == "seed" else value


def encode_outcome(outcome, blobs):
    """Return an `Outcome` as a JSON object; arrays go to `blobs`."""
    return {
        "kind": outcome.kind,
        "value": _encode_value(outcome.value, blobs),
        "error": outcome.error,
        "message": outcome.message,
        "line": outcome.line,
        "mutated": list(outcome.mutated),
        "notes": list(outcome.notes),
        "reads": list(outcome.reads),
    }


def _encode_value(value, blobs):
    if value is None:
        return {"none": True}
    if isinstance(value, np.ndarray):
        return {"array": encode_array(value, blobs)}
    if isinstance(value, tuple):
        return {"tuple": [encode_array(item, blobs) for item in value]}
    return {"foreign": value.type_name}


def decode_outcome(item, blobs, calls):
    """Return the `Outcome` of a JSON object that an untrusted process has written.

    Raises
    ------
    BadFrame
        If it is anything but an outcome.
    """
    try:
        kind, mutated = item["kind"], item["mutated"]
        value = _decode_value(item["value"], blobs, calls)
        error, message, line = item["error"], item["message"], item["line"]
        notes = tuple(note for note in calls.NOTES if note in item.get("notes", ()))
        reads = item.get("reads", [])
    except (TypeError, KeyError, ValueError, AttributeError) as problem:
        raise BadFrame("an outcome is not one") from problem
    kinds = ("value", "raised", "missing", "lost")
    if not isinstance(kind, str) or kind not in kinds or not isinstance(mutated, list):
        raise BadFrame("an outcome is of no known kind")
    if not isinstance(reads, list) or len(reads) > MAX_ITEMS:
        raise BadFrame("an outcome reads too many names")
    if not all(isinstance(one, str) and one.isidentifier() for one in reads):
        raise BadFrame("an outcome reads no names")
    if len(mutated) > MAX_ITEMS or not all(type(one) in (int, str) for one in mutated):
        raise BadFrame("an outcome names no arguments")
    return calls.Outcome(
        kind,
        value,
        clean(error, 80),
        clean(message, 500),
        clean(line, 200),
        tuple(clean(one, 40) if isinstance(one, str) else one for one in mutated),
        notes,
        reads=tuple(clean(one, 40) for one in reads),
    )


def _decode_value(item, blobs, calls):
    ((kind, value),) = item.items()
    if kind == "none":
        return None
    if kind == "array":
        return decode_array(value, blobs)
    if kind == "tuple":
        if not isinstance(value, list) or len(value) > MAX_ITEMS:
            raise BadFrame("a tuple is too long")
        return tuple(decode_array(one, blobs) for one in value)
    if kind == "foreign" and isinstance(value, str):
        return calls.Foreign(value if _TYPE_NAME.fullmatch(value) else "object")
    raise BadFrame("a value is of no known kind")
