"""Mangled notebooks: whatever is handed in gets a mark or a reason, and is left as it was.

Three ways to mangle: the JSON's structure (values of other types, parts that are gone, doubled or
moved), nbgrader's ids and roles, and the bytes of the file. Each goes both ways that a notebook is
marked: by itself, and out of a learner's folder into the copy that nbgrader reads.
"""

import copy
import json
import tempfile
from pathlib import Path

import nbformat
from grading_help import CHAPTER, blank, needs_sandbox, sandbox, solved
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from autograder.marking.marker import Marker
from autograder.marking.pipeline import mark, prepare
from autograder.proof.hostile import points_in, released_exercises

pytestmark = needs_sandbox
FULL = 7.0
IDS = [cell.grade_id for cell in released_exercises().cells]
ODD = st.recursive(
    st.sampled_from(
        [None, True, False, 0, -1, 4, 1e308, "", "x", "\ud800", "\0", "code", "a\r\nb", *IDS]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
FUZZ = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def document(notebook):
    """Return a notebook as JSON data, with an output and an attachment in it."""
    notebook = copy.deepcopy(notebook)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", text="2.0\n")]
    picture = nbformat.v4.new_markdown_cell("![x](attachment:x.png)", id="picture")
    picture.attachments = {"x.png": {"image/png": "iVBORw0KGgo="}}
    notebook.cells.append(picture)
    return json.loads(nbformat.writes(notebook))


SOLVED, BLANK = document(solved()), document(blank())
# A notebook in which nothing is written earns nothing, however it is mangled.
BASES = st.sampled_from([(SOLVED, FULL), (BLANK, 0.0)])


def paths_in(value, path=()):
    """Yield the path to each part of a JSON value."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    for key, inner in items:
        yield from paths_in(inner, (*path, key))


def change(draw, value):
    """Change one part of a JSON value: another value, none, or that of another part."""
    paths = list(paths_in(value))
    if not paths:
        return
    # The upper levels first: most parts are strings far down.
    depth = draw(st.integers(1, max(map(len, paths))))
    *way, last = draw(st.sampled_from([path for path in paths if len(path) <= depth]))
    place = value
    for step in way:
        place = place[step]
    act = draw(st.sampled_from(["replace", "delete", "double", "wrap", "reverse"]))
    if act == "delete":
        del place[last]
    elif act == "double" and isinstance(place, list):
        place.insert(draw(st.integers(0, len(place))), copy.deepcopy(place[last]))
    elif act == "reverse" and isinstance(place[last], list):
        place[last].reverse()
    elif act == "wrap":
        place[last] = draw(st.sampled_from([list, lambda inner: {"cells": inner}]))([place[last]])
    else:
        place[last] = draw(ODD)


@st.composite
def mangled_structures(draw):
    """Return the bytes of a notebook whose JSON is not in order, and the most that is fair."""
    base, most = draw(BASES)
    value = copy.deepcopy(base)
    for _ in range(draw(st.integers(1, 6))):
        change(draw, value)
    return json.dumps(value).encode(), most


@st.composite
def mangled_roles(draw):
    """Return the bytes of a notebook with ids and roles anywhere, and the most that is fair."""
    base, most = draw(BASES)
    value = copy.deepcopy(base)
    ids = st.sampled_from([*IDS, None, "check-", "check-softmax-2", "x" * 300]) | ODD
    roles = st.fixed_dictionaries(
        {},
        optional={
            "grade_id": ids,
            "grade": st.booleans() | ODD,
            "solution": st.booleans() | ODD,
            "locked": st.booleans(),
            "task": st.booleans(),
            "points": st.sampled_from([0, -2, 1e9, "NaN", None]),
            "cell_type": st.sampled_from(["code", "markdown", "raw", 3]),
        },
    )
    for cell in draw(st.permutations(value["cells"]))[: draw(st.integers(1, len(value["cells"])))]:
        cell.setdefault("metadata", {})["nbgrader"] = draw(roles)
        cell["cell_type"] = draw(st.sampled_from([cell["cell_type"], "code", "markdown", "raw"]))
    # A shuffled notebook may lose points, a moved solution may not win any.
    value["cells"] = draw(st.permutations(value["cells"]))
    return json.dumps(value).encode(), most


@st.composite
def mangled_bytes(draw):
    """Return the bytes of a notebook with others in it, and the most that is fair."""
    base, most = draw(BASES)
    text = json.dumps(base, ensure_ascii=False)
    data = text.encode(draw(st.sampled_from(ENCODINGS)), "replace")
    for _ in range(draw(st.integers(0, 5))):
        place = draw(st.integers(0, len(data)))
        inserted = draw(st.binary(max_size=8) | st.sampled_from([b"[" * 3000, b"\xff\xfe", b'"']))
        data = data[:place] + inserted + data[place + draw(st.sampled_from([0, 1, 50, 10**9])) :]
    return data, most


def assert_marked(data, most, name=f"{CHAPTER}.ipynb"):
    """Mark a file both ways, and hold what is told to what is allowed."""
    marker = Marker(sandbox(), seed=1)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        before = path.stat()
        alone = marker.mark_file(path)
        graded = prepare(folder, released_exercises())
        handed_in = mark(graded, released_exercises(), marker, {})
        after = path.stat()

        assert path.read_bytes() == data
        assert (before.st_mtime_ns, before.st_mode) == (after.st_mtime_ns, after.st_mode)
    for marked in (alone, handed_in):
        assert marked.status == "graded" or (marked.points == 0 and marked.reason.endswith("."))
        json.dumps(marked.as_json()).encode()
    assert handed_in.points <= most
    assert points_in(graded) == handed_in.points
    assert sorted(filter(None, map(_graded_id, graded.cells))) == sorted(_official())


def _graded_id(cell):
    data = cell.metadata.get("nbgrader", {})
    return data.get("grade_id") if data.get("grade") else None


def _official():
    return [cell.grade_id for cell in released_exercises().cells if cell.grade]


@FUZZ
@given(mangled=mangled_structures())
def test_a_mangled_structure_gets_a_mark_or_a_reason(mangled):
    assert_marked(*mangled)


@FUZZ
@given(mangled=mangled_roles())
def test_ids_and_roles_anywhere_win_nothing_and_lose_no_cell_that_scores(mangled):
    assert_marked(*mangled)


@FUZZ
@given(mangled=mangled_bytes())
@example(mangled=(b"", 0.0))
@example(mangled=(b"\0" * 300, 0.0))
@example(mangled=(b'{"cells":' * 5000, 0.0))
@example(mangled=(b"\xff\xfe{", 0.0))
def test_mangled_bytes_get_a_mark_or_a_reason(mangled):
    assert_marked(*mangled)


@settings(FUZZ, max_examples=25)
@given(
    mangled=mangled_structures(),
    name=st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), max_size=40),
)
def test_a_mangled_notebook_of_any_name_gets_a_mark_or_a_reason(mangled, name):
    assert_marked(*mangled, name=f"n{name}.ipynb")


def test_the_notebooks_that_are_mangled_earn_everything_and_nothing():
    marker = Marker(sandbox(), seed=1)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        earned = []
        for number, base in enumerate((SOLVED, BLANK)):
            path = Path(folder, f"{CHAPTER}-{number}.ipynb")
            path.write_text(json.dumps(base))
            earned.append(marker.mark_file(path).points)

    assert earned == [FULL, 0.0]
