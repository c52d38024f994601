"""The plug-in: repaired notebooks, scores that nbgrader reads right, pages that run nothing."""

import nbformat
import pytest
from grading_help import blank, id_of, needs_sandbox, new_course, only_cells
from nbgrader import utils
from nbgrader.api import Gradebook
from traitlets.config import Config

from attention_lab.checking.verdict import Verdict
from autograder.gradebook import plugin
from autograder.gradebook.course import NoAssignment, released, rubrics
from autograder.gradebook.late import DAY, TenPercentADay
from autograder.gradebook.pages import HideRubric, SafePage
from autograder.marking import graded as notebooks
from autograder.marking.assignment import OfficialCell
from autograder.marking.handed_in import read_handed_in
from autograder.marking.markdown import safe_markdown
from autograder.marking.place import Folder, Unreadable
from autograder.marking.repair import repair
from autograder.marking.safe_html import (
    Allowance,
    clean,
    clean_page,
    described,
    safe_outputs,
)
from autograder.marking.submission import Cell

pytestmark = needs_sandbox

OFFICIAL = [
    OfficialCell("softmax", "code", "stub", False, True, False, 0.0, "a"),
    OfficialCell("check-softmax", "code", "check(softmax)", True, False, True, 2.0, "b"),
    OfficialCell("explain-it", "markdown", "answer here", True, True, False, 3.0, "c"),
]


def ids(cells):
    return [cell.grade_id for cell in cells]


def test_a_notebook_in_order_is_left_alone():
    cells = [
        Cell("code", "x", "softmax"),
        Cell("code", "check(softmax)", "check-softmax", True),
        Cell("markdown", "because", "explain-it"),
    ]

    assert repair(cells, OFFICIAL) == (cells, [])


def test_of_copied_cells_the_last_that_was_changed_keeps_the_id():
    cells = [
        Cell("markdown", "first try", "explain-it"),
        Cell("markdown", "second try", "explain-it"),
        Cell("markdown", "answer here", "explain-it"),
    ]
    repaired, notes = repair(cells, OFFICIAL[2:])

    assert ids(repaired) == [None, "explain-it", None]
    assert notes == ["The cell “explain-it” occurs 3 times; the last is marked."]


def test_a_copied_check_scores_once():
    cells = [Cell("code", "check(softmax)", "check-softmax", True)] * 2
    repaired, _ = repair(cells, OFFICIAL[1:2])

    assert sorted(ids(repaired), key=str) == [None, "check-softmax"]
    assert [cell.graded for cell in repaired].count(True) == 1


def test_a_changed_check_is_restored_and_an_answer_is_not():
    cells = [Cell("code", "pass", "check-softmax", True), Cell("code", "mine", "softmax")]
    repaired, notes = repair(cells, OFFICIAL[:2])

    assert [cell.source for cell in repaired] == ["check(softmax)", "mine"]
    assert notes == ["The cell “check-softmax” had been changed and has been restored."]


def test_a_missing_check_comes_back_after_its_function():
    cells = [Cell("code", "mine", "softmax"), Cell("code", "more")]
    repaired, notes = repair(cells, OFFICIAL[:2])

    assert ids(repaired) == ["softmax", "check-softmax", None]
    assert len(notes) == 1


def test_a_missing_answer_cell_does_not_come_back_to_undo_the_answer():
    repaired, _ = repair([Cell("code", "def softmax(x): return x")], OFFICIAL[:2])

    assert "softmax" not in ids(repaired)


def test_unknown_ids_and_claims_to_score_are_taken_away():
    repaired, _ = repair([Cell("code", "x", "check-everything", True)], OFFICIAL[:1])

    assert (repaired[0].grade_id, repaired[0].graded) == (None, False)


def test_a_cell_that_was_turned_into_text_is_code_again():
    repaired, _ = repair([Cell("markdown", "def softmax(x): return x", "softmax")], OFFICIAL[:1])

    assert repaired[0].kind == "code"


@pytest.mark.parametrize("points", [0.0, 0.25, 1.0, 1.75, 2.0])
@pytest.mark.parametrize("worth", [2.0, 5.0])
def test_nbgrader_reads_the_score_that_the_judge_gave(points, worth):
    verdict = Verdict("softmax", points, 2.0, points == 2.0, happened="So.", idea="Thus.")
    cell = nbformat.v4.new_code_cell(
        "check(softmax)", outputs=nbformat.from_dict(notebooks.score_outputs(verdict, worth))
    )
    cell.metadata["nbgrader"] = {"grade": True, "solution": False, "points": worth, "grade_id": "c"}
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))

    assert utils.determine_grade(cell) == (pytest.approx(points / 2 * worth), worth)
    assert points == 2.0 or "So." in str(cell.outputs)


def test_what_could_not_be_marked_scores_nothing_and_says_why():
    [output] = notebooks.score_outputs(None, 2.0, "Not JSON.")

    assert output["output_type"] == "error"
    assert output["traceback"] == ["Not JSON."]


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)></svg>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' java\nscript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<img src='https://example.org/seen.png'>",
        "<img src='data:text/html;base64,PHNjcmlwdD4='>",
        "<div style='background:url(//example.org)'>x</div>",
        "<form action='//example.org'><input></form>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<style>@import '//example.org'</style>",
        "<base href='//example.org'>",
        "<details open ontoggle=alert(1)>",
    ],
)
def test_nothing_that_runs_or_loads_is_left_in_html_or_markdown(attack):
    for html in (clean(attack), safe_markdown(attack), safe_markdown(f"text\n\n- {attack}")):
        tags = [part.split(">")[0].lower() for part in html.split("<")[1:]]

        assert not any(
            word in tag
            for tag in tags
            for word in ("script", "svg", "iframe", "style", "form", "base", "math", " on", "src=")
        )
        assert not any("href" in tag for tag in tags)


def test_what_formats_stays():
    html = safe_markdown("# A\n\n**b** [c](https://example.org) `d<e` $x_1 < 2$\n\n|f|\n|-|\n|g|")

    for part in ("<h1", "<strong>b", 'href="https://example.org"', "d&lt;e", "<td>g", "$x_1 &lt;"):
        assert part in html


def test_outputs_become_pictures_or_text():
    outputs = [
        {"output_type": "display_data", "data": {"text/html": "<b>x</b>", "image/png": "aa"}},
        {"output_type": "display_data", "data": {"application/javascript": "alert(1)"}},
        {"output_type": "execute_result", "data": {"text/html": "<b onclick=x>x</b>"}},
    ]
    bundles = [output["data"] for output in safe_outputs(outputs)]

    assert bundles == [
        {"image/png": "aa", "text/plain": ""},
        {"text/plain": ""},
        {"text/html": "<b>x</b>", "text/plain": ""},
    ]


DEEP = "<b>" * 60


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("text/html", "<p>a</p>" * 1_000, True),
        ("text/html", "<br><hr>" * 100, True),
        ("text/html", DEEP + "</b>" * 60, False),
        ("text/html", ("<b>" + "</i>") * 60, False),
        ("text/html", "x" * 50_001, False),
        ("text/markdown", "x" * 20_000, True),
        ("text/markdown", "[" * 20_001, False),
    ],
)
def test_an_output_that_takes_long_to_render_comes_as_text(kind, text, kept):
    data = {kind: text, "text/plain": "in words"}
    (output,) = safe_outputs([{"output_type": "display_data", "data": data}])

    assert (kind in output["data"]) == kept
    words = output["data"]["text/plain"]
    assert words.startswith("in words")
    assert (" is not shown: " in words) == (not kept)


def test_a_notebook_has_rendered_only_so_much_of_its_text():
    output = {"output_type": "display_data", "data": {"text/html": "<p>a</p>", "text/plain": "a"}}
    allowance = Allowance(20)
    bundles = [output["data"] for output in safe_outputs([output] * 3, allowance=allowance)]

    assert ["text/html" in bundle for bundle in bundles] == [True, True, False]
    assert allowance.left == 4


def test_a_page_shows_only_the_beginning_of_a_cell_that_takes_long_to_render():
    for kind in ("code", "markdown", "raw"):
        notebook = only_cells("short", "[" * 500_000)
        notebook.cells[1].cell_type = kind
        shown, _ = SafePage().preprocess(notebook, {})

        assert shown.cells[0].source == "short"
        assert len(shown.cells[1].source) < 2_000
        assert "the rest of this cell is not shown here" in shown.cells[1].source
    assert safe_markdown("<" * 20_001).startswith("<pre>&lt;")


def test_a_picture_on_a_page_says_in_words_what_it_shows():
    def shown(**data):
        data = {kind.replace("_", "/").replace("svgxml", "svg+xml"): v for kind, v in data.items()}
        (output,) = safe_outputs([{"output_type": "display_data", "data": data}])
        return described(output)

    plot = shown(image_png="aa", text_plain="<Figure size 9x9 with 1 Axes>")
    drawing = shown(image_svgxml="<svg onload='x()'/>", text_plain='Bars: "a" <b>\nis tallest')
    image = drawing["data"]["text/html"]

    assert plot["metadata"] == {"image/png": {"alt": "Figure size 9x9 with 1 Axes"}}
    assert list(drawing["data"]) == ["text/html"]
    assert image.startswith('<img alt="Bars: &quot;a&quot; &lt;b&gt; is tallest" src="data:image/')
    assert clean_page(image) == image
    assert clean_page(image + "<script>") != image + "<script>"
    assert described({"output_type": "stream", "text": "x"})["text"] == "x"


def test_a_notebook_of_another_name_is_found(tmp_path):
    (tmp_path / "deep").mkdir()
    nbformat.write(blank(), tmp_path / "deep" / "mine.ipynb")
    (tmp_path / "a.pdf").write_text("x")
    found = read_handed_in(tmp_path, "05-softmax")

    assert "softmax" in ids(found.cells)
    assert found.notes == ["The notebook was handed in as “deep/mine.ipynb”."]


def test_among_several_the_one_of_the_assignment_is_taken(tmp_path):
    nbformat.write(blank("04-scaling"), tmp_path / "a.ipynb")
    nbformat.write(blank("05-softmax"), tmp_path / "b.ipynb")

    assert "softmax" in ids(read_handed_in(tmp_path, "05-softmax").cells)


def test_another_chapters_notebook_is_called_that(tmp_path):
    nbformat.write(blank("04-scaling"), tmp_path / "05-softmax.ipynb")

    assert "04-scaling" in read_handed_in(tmp_path, "05-softmax").notes[0]


def test_an_empty_folder_has_a_reason(tmp_path):
    (tmp_path / "answers.docx").write_text("x")
    with pytest.raises(Unreadable, match=r"answers\.docx"):
        read_handed_in(tmp_path, "05-softmax")


def test_a_fingerprint_changes_with_a_file_and_opens_none(tmp_path):
    (tmp_path / "link").symlink_to("/dev/zero")
    first = Folder(str(tmp_path)).fingerprint()
    (tmp_path / "a").write_text("x")

    assert Folder(str(tmp_path)).fingerprint() != first
    assert Folder(str(tmp_path)).fingerprint() == Folder(str(tmp_path)).fingerprint()


@pytest.mark.parametrize(
    ("text", "kept"),
    [("2026-01-02 03:04:05 UTC", True), ("yesterday", False), ("", False), ("9" * 200, False)],
)
def test_a_timestamp_counts_only_if_it_is_one(tmp_path, text, kept):
    (tmp_path / "timestamp.txt").write_text(text)

    assert (plugin.timestamp_in(tmp_path) is not None) == kept


def test_a_timestamp_that_is_a_link_is_not_read(tmp_path):
    (tmp_path / "other").write_text("2026-01-02 03:04:05 UTC")
    (tmp_path / "timestamp.txt").symlink_to(tmp_path / "other")

    assert plugin.timestamp_in(tmp_path) is None


def test_the_rubric_is_for_graders_only():
    cell = notebooks._extra("r", notebooks.RUBRIC, "look for")
    notebook = nbformat.v4.new_notebook(cells=[cell, nbformat.v4.new_markdown_cell("x", id="y")])
    shown, _ = HideRubric().preprocess(notebook, {})

    assert [cell.source for cell in shown.cells] == ["x"]


def test_a_tenth_a_day_and_never_more_than_half():
    rule = TenPercentADay().late_submission_penalty

    assert rule("x", 10, 1) == 1
    assert rule("x", 10, DAY + 1) == 2
    assert rule("x", 10, 99 * DAY) == 5


def test_the_gradebook_knows_the_released_cells_and_the_source_the_rubric(tmp_path):
    root = new_course(tmp_path)
    with Gradebook(f"sqlite:///{root}/gradebook.db", "attention") as gradebook:
        assignment = released(gradebook, "05-softmax")
        with pytest.raises(NoAssignment, match="release"):
            released(gradebook, "04-scaling")
        with pytest.raises(NoAssignment, match="no checks"):
            released(gradebook, "99-other")

    assert assignment.points == 7
    assert [cell.grade_id for cell in assignment.cells if cell.check] == [
        "check-softmax", "check-temperature_softmax", "check-masked_softmax",
    ]  # fmt: skip
    manual = {cell.grade_id for cell in assignment.cells if cell.manual}
    assert set(rubrics(root, "05-softmax")) == manual


def test_the_configuration_keeps_nbgraders_own_steps():
    config = Config()
    plugin.configure(config)

    steps = [step.__name__ for step in config.Autograde.autograde_preprocessors]
    assert steps == ["Judge", "SaveAutoGrades", "AssignLatePenalties", "CheckCellMetadata"]


def test_released_notebooks_have_unique_ids():
    found = [id_of(cell) for cell in blank("07-multihead").cells if id_of(cell)]

    assert len(found) == len(set(found))
