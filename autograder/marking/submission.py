"""Read a submitted file as a notebook, whatever state it is in.

Only what grading needs is taken over: cells, their text and their nbgrader ids. Outputs, tags and
every other metadata that a learner could have written are left behind. The file itself is opened
for reading only, and its bytes are taken apart in a helper (see `bounded`).
"""

import base64
import codecs
import json
import os
import re
from dataclasses import asdict, dataclass, field
from itertools import islice

from . import bounded
from .bounded import Budget, Overrun, Raised
from .place import Folder, Unreadable

LARGE_FILE = 4 << 20
MAX_TEXT = 32 << 20
MAX_CELLS = 2_000
MAX_SOURCES = 600_000  # characters: 12 bytes each at worst, in a message of 8 MB to the sandbox
MAX_PARTS = 1_000_000  # of JSON: each costs a hundred bytes of memory, or a microsecond to skip
MAX_ATTACHMENTS = 4_000_000  # characters, of a notebook's pictures
MAX_NAME = 200
READING = Budget(cpu=10, wall=60, output=16_000_000)
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
PICTURES = {"image/png": b"\x89PNG\r\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}


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


def read(path):
    """Return the `Submission` in a file.

    Parameters
    ----------
    path : path-like
        The file. It may lie anywhere, but not be a link.

    Raises
    ------
    Unreadable
        If it is not a notebook, or cannot be read; nothing else is raised.
    """
    folder, name = os.path.split(os.fspath(path))
    found = in_helper(_read, (Folder(folder or "."), name))
    found.path = os.fspath(path)
    return found


def in_helper(function, task):
    """Return the `Submission` that a function of a module finds, with the limits of `READING`.

    Raises
    ------
    Unreadable
        If it finds none, or takes too much.
    """
    try:
        found = json.loads(bounded.run(_found, (function, task), READING))
    except Overrun as error:
        raise Unreadable(f"reading it was stopped: {error}") from error
    except Raised as error:
        raise Unreadable("it could not be read as a notebook") from error
    if "unreadable" in found:
        raise Unreadable(found["unreadable"])
    return Submission(found["path"], [Cell(**cell) for cell in found["cells"]], found["notes"])


def _found(task):
    function, argument = task
    try:
        return json.dumps(asdict(function(argument)), ensure_ascii=False)
    except Unreadable as error:
        return json.dumps({"unreadable": str(error)})


def _read(task):
    return read_within(*task)


def read_within(folder, name):
    """Return the `Submission` in a file of a folder; this is done in the helper.

    Parameters
    ----------
    folder : Folder
        The folder.
    name : str
        The file's name in it.

    Raises
    ------
    Unreadable
        If it is not a notebook.
    """
    data, notes = folder.read(name)
    if not data[:LARGE_FILE].strip():
        raise Unreadable("it is empty")
    cells = _cells(_raw_cells(_document(data)), notes)
    if not cells:
        raise Unreadable("there are no cells in it")
    _cut_long(cells, notes)
    return Submission(name, cells, notes)


def _document(data):
    """Return the JSON object in the bytes of a file."""
    if len(data) > LARGE_FILE:
        data = without_outputs(data)
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

    Parameters
    ----------
    data : bytes or mmap
        The file.

    Raises
    ------
    Unreadable
        If that would take too long, or leaves too much.
    """
    kept, position, left = [], 0, MAX_PARTS
    while match := _DROPPED.search(data, position):
        end, seen = _end_of_list(data, match.end(), left)
        left -= seen
        if left <= 0:
            raise Unreadable("its outputs have too many parts")
        if end is None:
            break
        kept.append((position, match.end()))
        position = end
    kept.append((position, len(data)))
    if sum(end - start for start, end in kept) > MAX_TEXT:
        raise Unreadable(f"it is larger than {MAX_TEXT >> 20} MB even without its outputs")
    return b"".join(data[start:end] for start, end in kept)


def _end_of_list(data, start, limit):
    """Return where the bracket is that closes a list opened before `start`, and how many were seen.

    It is None if there is none, or none within the limit.
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


def _cells(found, notes):
    """Return the cells of a notebook's own ones, with pictures as long as there is room."""
    cells, room = [], MAX_ATTACHMENTS
    for raw in found:
        cell = _cell(raw)
        if cell.kind == "markdown":
            cell.attachments, room = _attachments(raw.get("attachments"), room)
        cells.append(cell)
    if room < 0:
        notes.append(f"Of its pictures only {MAX_ATTACHMENTS / 1e6:g} MB are kept.")
    return cells


def _cell(raw):
    kind = raw.get("cell_type")
    source = _text(raw.get("source", raw.get("input")))
    if kind == "heading":  # nbformat 3
        level = raw.get("level")
        level = level if type(level) is int and 1 <= level <= 6 else 1
        kind, source = "markdown", f"{'#' * level} {source}"
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
    )


def _text(value):
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    if not isinstance(value, str):
        return ""
    # Half of a surrogate pair cannot be written to a file as text.
    return value.encode("utf-8", "replace").decode("utf-8")


def _attachments(value, room):
    """Return the pictures of a cell, and how much room is left; less than none if it was short."""
    kept = {}
    for name, bundle in value.items() if isinstance(value, dict) else ():
        name = _text(name)
        for kind, data in bundle.items() if isinstance(bundle, dict) else ():
            data = re.sub(r"\s", "", _text(data))
            if len(name) > MAX_NAME or not is_picture(kind, data):
                continue
            if len(data) > room:
                return kept, -1
            room -= len(data)
            kept.setdefault(name, {})[kind] = data
    return kept, room


def is_picture(kind, data):
    """Whether base64 text begins like a picture of a kind and has no other letters."""
    if kind not in PICTURES or len(data) % 4 or not re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", data):
        return False
    return base64.b64decode(data[:16]).startswith(PICTURES[kind])
