"""Read a submitted file as a notebook, whatever state it is in.

Only what grading needs is taken over: cells, their text and their nbgrader ids. Outputs, tags and
every other metadata that a learner could have written are left behind. The file itself is opened
for reading only.
"""

import codecs
import json
import os
import re
import stat
from dataclasses import dataclass, field
from itertools import islice

MAX_FILE = 200 << 20
LARGE_FILE = 4 << 20
MAX_TEXT = 32 << 20
MAX_CELLS = 2_000
MAX_SOURCES = 600_000  # characters: 12 bytes each at worst, in a message of 8 MB to the sandbox
MAX_PARTS = 2_000_000  # of JSON: each costs a hundred bytes of memory, or a microsecond to skip
MAX_ATTACHMENTS = 2_000_000
CELL_TYPES = ("code", "markdown", "raw")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = ((b"PK\x03\x04", "a zip file"), (b"%PDF", "a PDF"), (b"<", "a web page"))
# JSON tokens that matter for finding where a value ends, strings and brackets; and for how many
# values there are, commas outside of strings too.
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)'
_TOKEN = re.compile(_STRING + rb"|[\[\]{}]", re.DOTALL)
_PART = re.compile(_STRING + rb"|[\[\]{},]", re.DOTALL)
_DROPPED = re.compile(rb'"outputs"\s*:\s*\[')
_PICTURES = ("image/png", "image/jpeg", "image/gif")


class Unreadable(Exception):
    """The file is no notebook; the text is a sentence's end that says why."""


@dataclass
class Cell:
    """One cell, without outputs.

    Attributes
    ----------
    kind : str
        "code", "markdown" or "raw".
    source : str
        Its text.
    grade_id : str or None
        nbgrader's id, as the learner's file has it.
    graded : bool
        Whether the file calls it a cell that is scored.
    attachments : dict
        Pictures in a text cell.
    """

    kind: str
    source: str
    grade_id: str | None = None
    graded: bool = False
    attachments: dict = field(default_factory=dict)


@dataclass
class Submission:
    """A submitted notebook.

    Attributes
    ----------
    path : str
        Where it was read from.
    cells : list of Cell
        Its cells, in order.
    notes : list of str
        Sentences about what had to be put right.
    """

    path: str
    cells: list
    notes: list = field(default_factory=list)


def read(path, within=None):
    """Return the `Submission` in a file.

    Parameters
    ----------
    path : path-like
        The file.
    within : path-like, optional
        The folder that a link may not lead out of; the file's own by default.

    Raises
    ------
    Unreadable
        If it is no notebook, or cannot be read; never anything else.
    """
    path = os.fspath(path)
    data = load(path, within)
    notes = []
    cells = [_cell(raw) for raw in _raw_cells(_document(data))]
    if not cells:
        raise Unreadable("there is no cell in it")
    _cut_long(cells, notes)
    return Submission(path, cells, notes)


def load(path, within=None):
    """Return a file's bytes, if it is a plain file in its place.

    Raises
    ------
    Unreadable
        Otherwise.
    """
    folder = os.path.realpath(within or os.path.dirname(os.path.abspath(path)))
    real = os.path.realpath(path)
    if not os.path.lexists(path):
        raise Unreadable("there is no such file")
    if os.path.commonpath([folder, real]) != folder:
        raise Unreadable("it is a link to somewhere else")
    try:
        descriptor = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Unreadable(f"it could not be opened ({error.strerror})") from error
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise Unreadable("it is a folder, not the notebook in it")
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("it is not a file")
        if status.st_size > MAX_FILE:
            raise Unreadable(f"it is larger than {MAX_FILE >> 20} MB")
        with open(descriptor, "rb", closefd=False) as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise Unreadable(f"it could not be read ({error.strerror})") from error
    finally:
        os.close(descriptor)
    if not data.strip():
        raise Unreadable("it is empty")
    return data


def _document(data):
    """Return the JSON object in the bytes of a file."""
    if len(data) > LARGE_FILE:
        data = without_outputs(data)
    if len(data) > MAX_TEXT:
        raise Unreadable(f"it is larger than {MAX_TEXT >> 20} MB even without its outputs")
    if len(data) > LARGE_FILE and any(islice(_PART.finditer(data), MAX_PARTS, None)):
        raise Unreadable("it has too many parts")
    text = decode(data)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError, MemoryError) as error:
        kinds = [name for start, name in _KINDS if data.lstrip().startswith(start)]
        looks = f"; it looks like {kinds[0]}" if kinds else ""
        raise Unreadable(f"it is not JSON, as notebooks are{looks}") from error
    if not isinstance(document, dict):
        raise Unreadable("it is JSON, but not a notebook")
    return document


def decode(data):
    """Return the text of a file in whatever encoding it seems to be."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    nulls = data[:200].count(0)
    if nulls > 50:
        return data.decode("utf-16-be" if data[0] == 0 else "utf-16-le", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def without_outputs(data):
    """Return a large notebook's bytes with every list of outputs emptied.

    Brackets are counted outside strings, so that a file of a hundred megabytes of outputs never
    becomes as many Python objects. Text in which it finds no end is returned as it is.

    Raises
    ------
    Unreadable
        If that would take too long.
    """
    kept, position, left = [], 0, MAX_PARTS
    while match := _DROPPED.search(data, position):
        end, seen = _end_of_list(data, match.end(), left)
        left -= seen
        if left <= 0:
            raise Unreadable("its outputs have too many parts")
        if end is None:
            break
        kept.append(data[position : match.end()])
        position = end
    return b"".join([*kept, data[position:]])


def _end_of_list(data, start, limit):
    """Return where the bracket is that closes a list opened before `start`, and how many were seen.

    It is None where there is none, or none within the limit.
    """
    depth, seen = 1, 0
    for seen, token in enumerate(islice(_TOKEN.finditer(data, start), limit), 1):
        first = data[token.start()]
        if first in b"[{":
            depth += 1
        elif first in b"]}":
            depth -= 1
            if depth == 0:
                return token.start(), seen
    return None, seen


def _raw_cells(document):
    """Return the cells of a notebook of any format since version 2."""
    if isinstance(document.get("cells"), list):
        cells = document["cells"]
    elif isinstance(document.get("worksheets"), list):
        sheets = [sheet for sheet in document["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets for cell in _listed(sheet.get("cells"))]
    else:
        raise Unreadable("it is JSON, but not a notebook")
    if len(cells) > MAX_CELLS:
        raise Unreadable(f"it has more than {MAX_CELLS} cells")
    return [cell for cell in cells if isinstance(cell, dict)]


def _listed(value):
    return value if isinstance(value, list) else []


def _cut_long(cells, notes):
    """Cut the longest cells until all together are short enough."""
    longest = MAX_SOURCES
    while sum(min(len(cell.source), longest) for cell in cells) > MAX_SOURCES:
        longest //= 2
    for number, cell in enumerate(cells, 1):
        if len(cell.source) > longest:
            cell.source = cell.source[:longest]
            told = "Further cells were cut off too." if len(notes) >= 3 else ""
            told = told or f"Cell {number} was so long that its end was cut off."
            notes += [told] if told not in notes else []


def _cell(raw):
    kind = raw.get("cell_type")
    source = _text(raw.get("source", raw.get("input")))
    if kind == "heading":  # nbformat 3
        level = raw.get("level")
        kind, source = "markdown", f"{'#' * (level if level in range(1, 7) else 1)} {source}"
    if kind not in CELL_TYPES:
        kind = "raw"
    metadata = raw.get("metadata")
    data = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    data = data if isinstance(data, dict) else {}
    grade_id = data.get("grade_id")
    return Cell(
        kind,
        source,
        grade_id if isinstance(grade_id, str) and grade_id else None,
        bool(data.get("grade")) and not data.get("solution"),
        _attachments(raw.get("attachments")) if kind == "markdown" else {},
    )


def _text(value):
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    if not isinstance(value, str):
        return ""
    # Half of a surrogate pair is no text that could be written to a file.
    return value.encode("utf-8", "replace").decode("utf-8")


def _attachments(value):
    kept, size = {}, 0
    for name, bundle in value.items() if isinstance(value, dict) else ():
        for kind, data in bundle.items() if isinstance(bundle, dict) else ():
            data = _text(data)
            size += len(data)
            if kind in _PICTURES and size <= MAX_ATTACHMENTS and re.fullmatch(r"[\w+/=\s]*", data):
                kept.setdefault(_text(name), {})[kind] = data
    return kept
