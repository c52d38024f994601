"""A cell's outputs, kept as a notebook keeps them and cut where they are written."""

import base64
import json

STREAM_LIMIT = 20_000
CELL_ITEMS = 100
BUNDLE_LIMIT = 400_000
NOTEBOOK_LIMIT = 4_000_000
MESSAGE_LIMIT = 2_000
TRACEBACK_LINES = 60
MIME_TYPES = (
    "text/plain",
    "text/html",
    "text/markdown",
    "text/latex",
    "image/png",
    "image/jpeg",
    "image/svg+xml",
)


class Recorder:
    """Takes what a cell prints, displays, returns and raises, up to a limit.

    Attributes
    ----------
    outputs : list of dict
        The outputs of the cell so far, in nbformat's form.
    """

    def __init__(self):
        self.left = NOTEBOOK_LIMIT
        self.start()

    def start(self):
        """Begin a new cell."""
        self.outputs = []
        self._displays = {}
        self._stream_left = STREAM_LIMIT

    def write(self, name, text):
        """Append text to a stream; what is too much is dropped, and that is said once."""
        if self._stream_left <= 0 or self.left <= 0:
            return
        if len(text) > self._stream_left:
            text = text[: self._stream_left] + "\n... the rest of this output was not kept ...\n"
            self._stream_left = 0
        self._stream_left -= len(text)
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
            self.left -= size_of(text)
        else:
            self.add({"output_type": "stream", "name": name, "text": text})

    def display(self, data, metadata=None, display_id=None, update=False):
        """Append a display, or replace the one with the same id."""
        bundle = self._bundle(data)
        if update:
            if display_id in self._displays:
                shown = self._displays[display_id]
                self.left += size_of(shown["data"]) - size_of(bundle)
                shown["data"] = bundle
            return
        output = {"output_type": "display_data", "data": bundle, "metadata": {}}
        if display_id is not None:
            self._displays[display_id] = output
        self.add(output)

    def result(self, data, count):
        """Append the value of the cell's last line."""
        self.add(
            {
                "output_type": "execute_result",
                "data": self._bundle(data),
                "metadata": {},
                "execution_count": count,
            }
        )

    def error(self, name, value, traceback):
        """Append an exception."""
        lines = [str(line)[:MESSAGE_LIMIT] for line in traceback]
        if len(lines) > TRACEBACK_LINES:
            lines = [*lines[: TRACEBACK_LINES // 2], "...", *lines[-TRACEBACK_LINES // 2 :]]
        self.add(
            {
                "output_type": "error",
                "ename": str(name)[:80],
                "evalue": str(value)[:MESSAGE_LIMIT],
                "traceback": lines,
            }
        )

    def clear(self):
        """Drop the cell's outputs so far."""
        self.left += sum(map(size_of, self.outputs))
        self.outputs.clear()
        self._displays.clear()

    def add(self, output):
        """Append an output, unless the cell or the notebook has too many."""
        if len(self.outputs) < CELL_ITEMS and self.left > 0:
            self.outputs.append(output)
            self.left -= size_of(output)

    def _bundle(self, data):
        kept, left = {}, self.left
        for kind in MIME_TYPES:
            value = data.get(kind)
            if isinstance(value, bytes) and kind.startswith("image/"):
                value = base64.b64encode(value).decode()
            if isinstance(value, str) and len(value) <= BUNDLE_LIMIT and size_of(value) <= left:
                kept[kind] = value
                left -= size_of(value)
        return kept or {"text/plain": "(an output that was too large to keep)"}


class Stream:
    """A text stream that writes into a `Recorder`; notebooks find it as sys.stdout."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, recorder, name):
        self._recorder, self.name = recorder, name

    def write(self, text):
        """Record the text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._recorder.write(self.name, text)
        return len(text)

    def writelines(self, lines):
        """Record each of the lines."""
        for line in lines:
            self.write(line)

    def flush(self):
        """Do nothing: nothing is held back."""

    def isatty(self):
        """Return False."""
        return False

    def fileno(self):
        """Refuse, as a notebook's streams do."""
        raise OSError("this stream has no file descriptor")


def size_of(value):
    """Return the bytes that a value takes in a message, where many a letter takes six."""
    return len(json.dumps(value, default=str))


def plain(outputs):
    """Return outputs as JSON text can hold them, whatever a notebook put into them."""
    return json.loads(json.dumps(outputs, default=str))
