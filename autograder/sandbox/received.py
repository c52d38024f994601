"""Look through the outputs that an untrusted process reports, and rebuild them piece by piece.

Nothing is kept because it came: each output is written anew from the fields that it should have,
with text that is text, pictures that are pictures, and lengths within bounds.
"""

import base64
import binascii

from .inside.frames import BadFrame
from .inside.outputs import BUNDLE_LIMIT, CELL_ITEMS, STREAM_LIMIT, TRACEBACK_LINES
from .inside.values import clean

MAX_TEXT = 2 * STREAM_LIMIT
LINE_LIMIT = 2_000
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
