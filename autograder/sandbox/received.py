"""Look through what an untrusted process reports, and rebuild it piece by piece.

Nothing is kept because it came: each output is written anew from the fields that it should have,
with text that is text, pictures that are pictures, and lengths within bounds. Of an answer that is
far larger than the right one no more is looked at than its shape, and every text is one line.
"""

import base64
import binascii
from dataclasses import replace

from attention_lab.checking import calls as vocabulary

from .inside.arrays import MAX_AXES
from .inside.frames import BadFrame
from .inside.outputs import BUNDLE_LIMIT, CELL_ITEMS, STREAM_LIMIT, TRACEBACK_LINES
from .inside.values import clean, decode_outcome

MAX_TEXT = 2 * STREAM_LIMIT
LINE_LIMIT = 2_000
MAX_SHAPE = 80  # characters of a shape in a sentence
_MAGIC = {"image/png": b"\x89PNG\r\n", "image/jpeg": b"\xff\xd8\xff"}
_TEXTS = ("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml")


def outputs(items):
    """Return a cell's outputs as clean dictionaries of nbformat's form.

    Parameters
    ----------
    items : object
        What the process sent.

    Raises
    ------
    BadFrame
        If it is no list. An item that is no output is left out.
    """
    if not isinstance(items, list):
        raise BadFrame("a cell's outputs are no list")
    built = (_output(item) for item in items[: CELL_ITEMS + 1])
    return [output for output in built if output is not None]


def outcome(item, blocks, call):
    """Return the `Outcome` that the process reports for a call.

    Parameters
    ----------
    item : object
        What it sent.
    blocks : list of bytes or None
        The bytes of its arrays; None if they were too many to be kept.
    call : Call
        What was asked.

    Raises
    ------
    BadFrame
        If it is anything but an outcome.
    """
    if _named_twice(item):
        raise BadFrame("a block of bytes is named twice")
    large = None
    if blocks is None and _arrays(item):
        large, item = _too_large(item["value"]), {**item, "value": {"none": True}}
    found = decode_outcome(item, blocks or [], vocabulary)
    places = {*range(len(call.args)), *call.kwargs}
    if not places.issuperset(found.mutated):
        raise BadFrame("an outcome names no arguments")
    return replace(
        found,
        value=large or found.value,
        error=one_line(found.error),
        message=one_line(found.message),
        line=one_line(found.line),
    )


def one_line(text):
    """Return a text without line ends, so that it says nothing in a line of its own."""
    return " ".join(text.split())


def _arrays(item):
    """Return the descriptions of the arrays in an outcome's value, whatever they are."""
    value = item.get("value") if isinstance(item, dict) else None
    value = value if isinstance(value, dict) else {}
    several = value.get("tuple")
    return several if isinstance(several, list) else [value["array"]] if "array" in value else []


def _named_twice(item):
    named = [one.get("blob") for one in _arrays(item) if isinstance(one, dict)]
    return len({str(number) for number in named}) < len(named)


def _too_large(value):
    """Return what stands for an answer that is not looked at, with the shape of a single array."""
    if "array" not in value:
        return vocabulary.Foreign("tuple that is far too large")
    shape = value["array"].get("shape") if isinstance(value["array"], dict) else None
    if not isinstance(shape, list) or len(shape) > MAX_AXES or {type(n) for n in shape} - {int}:
        raise BadFrame("an array has no shape")
    told = str(tuple(shape))[:MAX_SHAPE]
    return vocabulary.Foreign(f"array that is far too large, with the shape {told}")


def _output(item):
    try:
        return _BUILDERS[item["output_type"]](item)
    except (TypeError, KeyError, AttributeError, BadFrame):
        return None


def _stream(item):
    name = "stderr" if item["name"] == "stderr" else "stdout"
    return {"output_type": "stream", "name": name, "text": clean(item["text"], MAX_TEXT)}


def _display(item):
    return {"output_type": "display_data", "data": _data(item["data"]), "metadata": {}}


def _result(item):
    count = item["execution_count"]
    count = count if type(count) is int and 0 < count < 1_000_000 else None
    return {
        "output_type": "execute_result",
        "data": _data(item["data"]),
        "metadata": {},
        "execution_count": count,
    }


def _error(item):
    lines = [clean(line, LINE_LIMIT) for line in item["traceback"][: TRACEBACK_LINES + 1]]
    return error(clean(item["ename"], 80), clean(item["evalue"], LINE_LIMIT), lines)


def error(name, value, lines):
    """Return an error output."""
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": lines}


def _data(bundle):
    kept = {}
    for kind, value in bundle.items():
        if kind in _TEXTS:
            kept[kind] = clean(value, BUNDLE_LIMIT)
        elif kind in _MAGIC and _is_picture(value, _MAGIC[kind]):
            kept[kind] = value
    return kept


def _is_picture(value, magic):
    if not isinstance(value, str) or len(value) > BUNDLE_LIMIT:
        return False
    try:
        return base64.b64decode(value.replace("\n", ""), validate=True).startswith(magic)
    except (ValueError, binascii.Error):
        return False


_BUILDERS = {
    "stream": _stream,
    "display_data": _display,
    "execute_result": _result,
    "error": _error,
}
