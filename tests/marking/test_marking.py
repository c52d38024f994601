"""Marking: whatever is handed in, there is a mark and a reason, and the file stays as it was."""

import codecs
import contextlib
import copy
import io
import json
import os
import re
import subprocess
import sys

import nbformat
import numpy as np
import pytest
from grading_help import (
    UNSTABLE,
    WARNS,
    WRONG_AXIS,
    blank,
    id_of,
    needs_sandbox,
    only_cells,
    place_of,
    sandbox,
    solved,
    write,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attention_lab.checking.calls import Foreign, Outcome
from autograder import __main__ as command_line
from autograder.exercises import CHAPTERS, CHECKS
from autograder.marking import submission
from autograder.marking.identify import chapter_of, function_of
from autograder.marking.marker import Marker, stopped_functions
from autograder.marking.place import Unreadable
from autograder.marking.submission import Cell

pytestmark = needs_sandbox
FULL = 7.0


@pytest.fixture(scope="module")
def marker():
    return Marker(sandbox(), seed=1)


def marked(marker, notebook, tmp_path, name="05-softmax.ipynb"):
    return marker.mark_file(write(notebook, tmp_path / name))


def test_a_right_notebook_gets_full_marks(marker, tmp_path):
    result = marked(marker, solved(), tmp_path)

    assert (result.status, result.assignment, result.points) == ("graded", "05-softmax", FULL)
    assert all(verdict.passed for verdict in result.verdicts.values())


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_solved_chapter_runs_without_an_error_and_gets_full_marks(marker, tmp_path, chapter):
    result = marked(marker, solved(chapter, whole=True), tmp_path, f"{chapter}.ipynb")
    outputs = [output for cell in result.outputs.values() for output in cell]
    full = sum(CHECKS[name].points for name in CHAPTERS[chapter])

    assert [one["evalue"] for one in outputs if one["output_type"] == "error"] == []
    assert (result.assignment, result.points, result.max_points) == (chapter, full, full)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_blank_chapter_gets_no_points(marker, tmp_path, chapter):
    result = marked(marker, blank(chapter), tmp_path, f"{chapter}.ipynb")

    assert (result.status, result.assignment, result.points) == ("graded", chapter, 0)


def test_an_unsolved_notebook_says_so_in_a_friendly_line(marker, tmp_path):
    result = marked(marker, blank(), tmp_path)

    assert result.points == 0
    assert "not written yet" in result.verdicts["softmax"].message


@pytest.mark.parametrize(
    ("answer", "slug"), [(WRONG_AXIS, "softmax-wrong-axis"), (UNSTABLE, "no-max-subtraction")]
)
def test_a_wrong_function_loses_its_points_and_is_told_why(marker, tmp_path, answer, slug):
    verdict = marked(marker, solved(softmax=answer), tmp_path).verdicts["softmax"]

    assert verdict.points < verdict.max_points
    assert verdict.misconception == slug
    assert verdict.message


def test_warnings_and_prints_cost_nothing(marker, tmp_path):
    assert marked(marker, solved(softmax=WARNS), tmp_path).points == FULL


def test_marks_are_the_same_every_time(tmp_path):
    path = write(solved(softmax=UNSTABLE), tmp_path / "05-softmax.ipynb")
    points = {Marker(sandbox()).mark_file(path).points for _ in range(5)}

    assert len(points) == 1


def test_the_submitted_file_stays_as_it_was(marker, tmp_path):
    path = write(solved(), tmp_path / "05-softmax.ipynb")
    path.chmod(0o644)
    before = path.read_bytes(), os.stat(path).st_mtime_ns, os.listdir(tmp_path)
    marker.mark_file(path)

    assert (path.read_bytes(), os.stat(path).st_mtime_ns, os.listdir(tmp_path)) == before


def test_cells_that_score_are_not_run(marker, tmp_path):
    notebook = solved()
    notebook.cells[place_of(notebook, "check-softmax")].source = "softmax = None"
    result = marked(marker, notebook, tmp_path)

    assert result.points == FULL


@pytest.mark.parametrize("tag", ["skip-execution", "raises-exception", "remove-cell"])
def test_tags_decide_nothing(marker, tmp_path, tag):
    notebook = solved(softmax=WRONG_AXIS)
    for cell in notebook.cells:
        cell.metadata["tags"] = [tag]
    wrong = marked(marker, notebook, tmp_path).verdicts["softmax"]
    right = solved()
    for cell in right.cells:
        cell.metadata["tags"] = [tag]

    assert not wrong.passed
    assert marked(marker, right, tmp_path).points == FULL


def test_functions_are_found_by_name_whatever_the_ids_say(marker, tmp_path):
    notebook = solved()
    for cell in notebook.cells:
        if id_of(cell) in CHAPTERS["05-softmax"]:
            cell.metadata["nbgrader"]["grade_id"] = "cell-renamed"
    without = solved()
    for cell in without.cells:
        cell.metadata.pop("nbgrader", None)

    assert marked(marker, notebook, tmp_path).points == FULL
    assert marked(marker, without, tmp_path).points == FULL


def test_a_foreign_kernel_is_run_as_python(marker, tmp_path):
    notebook = solved()
    notebook.metadata["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}

    assert marked(marker, notebook, tmp_path).points == FULL


def test_a_magic_a_shell_escape_and_an_interact_do_not_stop_a_notebook(marker, tmp_path):
    notebook = solved()
    extra = only_cells("%time 1", "!ls", "from ipywidgets import interact\ninteract(abs, x=3)")
    notebook.cells = [*extra.cells, *notebook.cells]

    assert marked(marker, notebook, tmp_path).points == FULL


def test_what_does_not_work_here_stops_no_cell(marker, tmp_path):
    lines = "%matplotlib notebook\n%pip install numpy\n!ls\nfiles = !ls\n%no_such_magic 1\n"
    notebook = solved()
    source = notebook.cells[place_of(notebook, "softmax")].source
    notebook.cells[place_of(notebook, "softmax")].source = lines + source
    result = marked(marker, notebook, tmp_path)

    assert result.points == FULL
    assert "No program can be started" in json.dumps(list(result.outputs.values()))


@pytest.mark.parametrize(
    "end", ["softmax = softmax(np.ones(3))", "%reset -f", "del np, softmax", "globals().clear()"]
)
def test_what_a_later_cell_does_to_names_takes_them_from_no_function(marker, tmp_path, end):
    calls = "def temperature_softmax(x, temperature, axis=-1):\n"
    calls += "    if temperature <= 0:\n        raise ValueError\n"
    calls += "    return softmax(x / temperature, axis)"
    notebook = solved(temperature_softmax=calls)
    notebook.cells += only_cells(end).cells

    assert marked(marker, notebook, tmp_path).points == FULL


@pytest.mark.parametrize("letter", ["x", "\U0001f600", "\x01"])
def test_the_longest_cells_are_cut_and_the_others_still_count(marker, tmp_path, letter):
    notebook = solved()
    notebook.cells = [*only_cells(*[f"'{letter * 400_000}'"] * 4).cells, *notebook.cells]
    result = marked(marker, notebook, tmp_path)

    assert result.points == FULL
    assert result.notes[0] == "Cell 1 was so long that its end was cut off."
    assert result.notes[3] == "Further cells were cut off too."


def test_what_was_stopped_is_told(marker, tmp_path):
    notebook = solved()
    notebook.cells += only_cells("import os\nos._exit(0)").cells
    result = marked(marker, notebook, tmp_path)

    assert result.points == FULL
    assert result.stopped
    assert "was stopped" in result.notes[0]


def test_what_reached_a_limit_is_named_with_the_limit(marker, tmp_path):
    notebook = solved(
        softmax="def softmax(x, axis=-1):\n    while True: pass",
        masked_softmax="def masked_softmax(scores, mask):\n    return [0] * 10**9",
    )
    notebook.cells += only_cells("while True: pass").cells
    result = marked(marker, notebook, tmp_path)

    assert result.stops == [
        f"Cell {len(notebook.cells)} was stopped when its time was up.",
        "softmax: stopped after 1 seconds of computing.",
        "temperature_softmax: stopped after 0.5 seconds of computing.",
        "masked_softmax: it ran out of memory.",
    ]


def test_a_learners_own_words_are_no_reason_for_a_stop():
    said = [Outcome("lost", message="<b>full marks</b>"), Outcome("value"), Outcome("missing")]

    assert stopped_functions(["a", "b", "c"], said) == ["a: stopped."]
    assert stopped_functions(["a", "a"], [said[1], said[1]]) == []
    assert stopped_functions(["a", "b"], [said[0], said[0]]) == ["No function finished: stopped."]


WEIRD = {
    "nothing": None,
    "a type": Foreign("dict"),
    "no arrays": (),
    "one in one": np.zeros((1,) * 16),
    "no numbers": np.zeros((0, 5)),
    "not a number": np.full((2, 3), np.nan),
    "largest": np.full((2, 3), 1e308),
    "least": np.array(np.iinfo(np.int64).min),
    "unsigned": np.array(2**64 - 1, np.uint64),
    "halves": (np.ones(3, np.float16), np.ones((3, 1), bool)),
}


@pytest.mark.parametrize("weird", WEIRD.values(), ids=WEIRD)
def test_no_value_stops_the_judge_nor_gets_a_point_or_harms_the_others(marker, weird):
    for chapter in CHAPTERS:
        drawn = marker.drawn(chapter)
        right = [one for q in drawn.questions.values() for c in q.cases for one in c.expected]
        mixed = [Outcome("value", weird) if i % 2 else one for i, one in enumerate(right)]
        first, *others = drawn.questions
        lost = sum(len(case.calls) for case in drawn.questions[first].cases)
        only_first = [Outcome("value", weird)] * lost + right[lost:]
        verdicts, spoilt = drawn.judge(only_first), drawn.judge(mixed)

        assert verdicts[first].points == 0
        assert all(verdicts[name].passed for name in others)
        assert all(verdict.text() for verdict in spoilt.values())


CELLS = '{"cells": [{"cell_type": "code", "metadata": {}, "source": "def softmax(x): pass"}]}'
V3 = json.dumps(
    {"worksheets": [{"cells": [{"cell_type": "code", "input": ["def softmax(x): 1"]}]}]}
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"print(1)", "not JSON"),
        (b"<!doctype html><p>", "looks like a web page"),
        (b"PK\x03\x04rest", "looks like a zip file"),
        (b"[1, 2]", "not a notebook"),
        (b'{"nbformat": 4}', "not a notebook"),
        (b'{"cells": []}', "no cell"),
        (b'{"cells": ' + b"[" * 100_000, "not JSON"),
        (b'{"cells": [], "a": ' + b"9" * 9_999 + b"}", "not JSON"),
        (b"\xff\xfe\x00\xd8", "not JSON"),
        (b'{"cells": [], "a": [' + b"1e1,[]," * 1_000_000 + b"0]}", "too many parts"),
        (b'{"cells": [{"outputs": [' + b"[]" * 2_500_000 + b"]}]}", "outputs have too many parts"),
    ],
)
def test_a_file_that_is_no_notebook_gets_a_reason(marker, tmp_path, data, reason):
    path = tmp_path / "05-softmax.ipynb"
    path.write_bytes(data)
    result = marker.mark_file(path)

    assert (result.status, result.points, result.max_points) == ("unreadable", 0, FULL)
    assert reason in result.reason


@pytest.mark.parametrize(
    "data",
    [
        CELLS.encode(),
        codecs.BOM_UTF8 + CELLS.encode(),
        CELLS.encode("utf-16"),
        CELLS.encode("utf-16-le"),
        CELLS.encode("utf-32"),
        CELLS.replace("pass", "'\u00e9'").encode("latin-1"),
        V3.encode(),
        CELLS.replace('"cells"', '"nbformat_minor": 99, "cells"').encode(),
        CELLS.replace("pass", r"'\ud800'").encode(),
        CELLS.replace('[{"', '[null, 7, {"').encode(),
    ],
)
def test_encodings_and_formats_are_taken_as_they_come(marker, tmp_path, data):
    path = tmp_path / "any name.ipynb"
    path.write_bytes(data)
    result = marker.mark_file(path)

    assert (result.status, result.assignment) == ("graded", "05-softmax")
    assert "softmax" in result.verdicts["softmax"].text()


def test_a_notebook_of_nothing_in_the_course_is_refused(marker, tmp_path):
    result = marker.mark_file(write(only_cells("x = 1"), tmp_path / "diary.ipynb"))

    assert (result.status, result.assignment, result.max_points) == ("unreadable", None, 0)


def test_a_link_out_of_the_folder_is_not_followed(marker, tmp_path):
    (tmp_path / "mine").mkdir()
    theirs = write(solved(), tmp_path / "theirs" / "05-softmax.ipynb")
    link = tmp_path / "mine" / "05-softmax.ipynb"
    link.symlink_to(theirs)

    assert "link" in marker.mark_file(link).reason


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("nowhere", path)])
def test_what_is_no_file_is_not_waited_for(marker, tmp_path, make):
    path = tmp_path / "05-softmax.ipynb"
    make(path)

    assert marker.mark_file(path).status == "unreadable"


def test_a_hundred_megabytes_of_outputs_are_passed_over(tmp_path):
    notebook = nbformat.writes(solved())
    noise = json.dumps([{"text": 'a"]}' * 1000, "data": {}}] * 10)
    big = notebook.replace('"outputs": []', f'"outputs": {noise}')
    path = tmp_path / "05-softmax.ipynb"
    path.write_text(big.replace('"text": "', f'"text": "{"x" * (10 << 20)}', 1))

    read = submission.read(path)

    assert [cell.source for cell in read.cells] == [cell.source for cell in solved().cells]


def test_outputs_that_never_end_are_no_reason_to_hang():
    data = b'{"cells": [{"outputs": [' + b'"' + b'\\"' * (3 << 20)

    assert submission.without_outputs(data) == data


@pytest.mark.parametrize(
    ("name", "chapter"),
    [
        ("05-softmax.ipynb", "05-softmax"),
        ("05_softmax (1).ipynb", "05-softmax"),
        ("Copy of 05-Softmax-final.ipynb", "05-softmax"),
        ("homework.ipynb", None),
    ],
)
def test_a_chapter_is_known_from_the_file_name(name, chapter):
    assert chapter_of([Cell("code", "x = 1")], name) == chapter


def test_the_ids_in_a_notebook_say_more_than_its_name():
    cells = [Cell("code", "", "split_heads"), Cell("code", "", "check-split_heads", True)]

    assert chapter_of(cells, "05-softmax.ipynb") == "07-multihead"


def test_a_check_belongs_to_the_longest_name_that_fits():
    names = ("softmax", "softmax-edge")

    assert function_of("check-softmax", names) == "softmax"
    assert function_of("check-softmax-edge-2", names) == "softmax-edge"
    assert function_of("check-softmaxes", names) is None
    assert function_of(None, names) is None


def command(*arguments):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = command_line.main(list(map(str, arguments)))
    return status, out.getvalue()


def test_the_command_prints_an_object_for_each_file_in_order(tmp_path):
    right = write(solved(), tmp_path / "05-softmax.ipynb")
    broken = tmp_path / "x.ipynb"
    broken.write_text("no")
    wrong = write(solved(softmax=WRONG_AXIS), tmp_path / "copy" / "05-softmax.ipynb")
    status, out = command("mark", right, broken, wrong, "--json")
    first, second, third = json.loads(out)

    assert status == 0
    assert {"notebook", "assignment", "status", "reason", "points", "max_points", "isolation"} <= (
        set(first)
    )
    assert first["isolation"] == "namespaces"
    assert (first["points"], first["max_points"], first["reason"]) == (FULL, FULL, None)
    assert (second["status"], second["points"], second["functions"]) == ("unreadable", 0, {})
    assert third["functions"]["softmax"]["misconception"] == "softmax-wrong-axis"
    assert set(third["functions"]["softmax"]) == {
        "points", "max_points", "passed", "follow_through", "misconception", "message",
    }  # fmt: skip


def test_a_learners_name_or_message_writes_no_line_of_its_own(tmp_path):
    spoof = "x\\n\\nadmin: 7 of 7 points\\x1b[2J"
    notebook = solved(softmax=f"def softmax(x, axis=-1):\n    raise KeyError('{spoof}')")
    status, out = command("mark", write(notebook, tmp_path / "05-softmax\nadmin: 7 of 7.ipynb"))

    assert status == 0
    assert out.count("admin") >= 1
    assert not [line for line in out.splitlines() if line.strip().startswith("admin")]
    assert "\x1b" not in out


def test_the_command_prints_lines_for_people(tmp_path):
    status, out = command("mark", write(solved(), tmp_path / "05-softmax.ipynb"))

    assert status == 0
    assert "isolation: namespaces" in out
    assert "7 of 7 points" in out


def test_a_path_to_nothing_is_wrong_usage_and_the_others_are_still_marked(tmp_path, capsys):
    right = write(solved(), tmp_path / "05-softmax.ipynb")
    status = command_line.main(["mark", str(tmp_path / "06-typo.ipynb"), str(right), "--json"])
    said = capsys.readouterr()
    nothing, marked = json.loads(said.out)

    assert status == 2
    assert (nothing["status"], nothing["points"]) == ("unreadable", 0)
    assert "there is no such file" in nothing["reason"]
    assert "06-typo.ipynb: there is no such file" in said.err
    assert marked["points"] == FULL


def test_help_says_what_each_command_does(capsys):
    assert command_line.main(["--help"]) == 0

    said = capsys.readouterr().out
    for name in ("bake", "demo", "grade", "hostile", "kit", "lab", "mark", "matrix", "release"):
        (line,) = re.findall(rf"^  {name} +(.*)$", said, re.MULTILINE)
        assert line.endswith(".")


def test_a_reader_that_hangs_up_gets_no_traceback(tmp_path):
    command = [sys.executable, "-m", "autograder", "mark", str(tmp_path / "nothing.ipynb")]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, timeout=120)
    os.close(write)

    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert done.returncode != 0


def test_wrong_usage_is_status_2():
    with contextlib.redirect_stderr(io.StringIO()), pytest.raises(SystemExit) as stopped:
        command_line.main(["mark"])

    assert stopped.value.code == 2
    with contextlib.redirect_stderr(io.StringIO()):
        assert command_line.main(["nonsense"]) == 2


def _parts(value, path=()):
    """Yield the path to each part of a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    for key, inner in items:
        yield from _parts(inner, (*path, key))


SMALL = only_cells("def softmax(x, axis=-1):\n    return x", "softmax(1)")
SMALL.cells[0].metadata["nbgrader"] = {"grade_id": "softmax", "solution": True}
SMALL.cells[1].metadata["nbgrader"] = {"grade_id": "check-softmax", "grade": True}
ODD = st.sampled_from([None, True, -1, 1e308, "", "x", "\ud800", "\0", [], {}, [[]], {"a": None}])


@st.composite
def mangled(draw):
    """Return a notebook's bytes with something wrong in them."""
    value = json.loads(nbformat.writes(SMALL))
    for _ in range(draw(st.integers(1, 4))):
        paths = [path for path in _parts(value) if path]
        if not paths:
            break
        *way, last = draw(st.sampled_from(paths))
        inner = value
        for step in way:
            inner = inner[step]
        inner[last] = copy.deepcopy(draw(ODD))  # or a list of ODD might come to hold itself
    data = json.dumps(value).encode()
    if draw(st.booleans()):
        place = draw(st.integers(0, len(data)))
        data = data[:place] + draw(st.binary(max_size=8)) + data[place + draw(st.integers(0, 9)) :]
    return data


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=mangled())
def test_a_mangled_notebook_gets_a_mark_or_a_reason(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "mangled.ipynb"
    path.write_bytes(data)
    result = Marker(sandbox(), seed=1).mark_file(path)

    assert result.status == "graded" or (result.points == 0 and result.reason)
    json.dumps(result.as_json())


@settings(deadline=None)
@given(data=st.binary(max_size=400))
def test_bytes_are_a_notebook_or_unreadable(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "bytes.ipynb"
    path.write_bytes(data)
    with contextlib.suppress(Unreadable):
        submission.read(path)
