"""Each chapter has its parts, and becomes the page, notebook and assignment that were agreed on."""

import ast
import io
import re
import types
import zipfile

import nbformat
import numpy as np
import pytest

import solutions
from autograder.chapters.blocks import (
    Cell,
    Directive,
    Exercise,
    Question,
    Recall,
    Text,
    read_chapter,
)
from autograder.chapters.kit import write_kit
from autograder.chapters.notebook import source_notebook
from autograder.chapters.page import page
from autograder.chapters.release import released_notebook
from autograder.exercises import CHAPTERS, CHECKS
from autograder.exercises.stubs import earlier_steps, stub
from autograder.paths import BOOK, ROOT

EVERY_CHAPTER = pytest.mark.parametrize("chapter", CHAPTERS)
HEADINGS = [
    "Before you begin",
    "Where the library stops helping",
    "In your own words",
    "Find the bug",
    "What you know now",
    "Where to read on",
]


def blocks(chapter, kind=object, name=None):
    """Return a chapter's blocks of a kind, and for directives of a name."""
    found = read_chapter(BOOK / f"{chapter}.md")
    return [b for b in found if isinstance(b, kind) and (name is None or b.name == name)]


def words_of(block):
    """Return a block's prose, without code and displayed mathematics."""
    match block:
        case Exercise(hints=hints):
            return " ".join(hints)
        case Text(text) | Question(text=text) | Directive(body=text):
            if isinstance(block, Directive) and block.name == "math":
                return ""
            text = re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
            return re.sub(r"\$\$.*?\$\$", "", text, flags=re.DOTALL)
        case Recall(question, options):
            return " ".join([question, *(f"{option} {why}" for option, why, _ in options)])
    return ""


def told_code(text):
    """Return what a text quotes of code that computes: calls, products, NumPy's functions."""
    quoted = re.findall(r"`([^`]+)`", text)
    return [code for code in quoted if re.search(r"np\.|\w @ \w|\w\(", code)]


# what a reader finds


@EVERY_CHAPTER
def test_a_chapter_has_1200_to_3000_words(chapter):
    words = re.findall(r"[A-Za-z][\w’'-]*", " ".join(map(words_of, blocks(chapter))))

    assert 1200 <= len(words) <= 3000


@EVERY_CHAPTER
def test_a_chapter_opens_with_what_it_is_about_and_45_to_90_minutes(chapter):
    title, glance, setup = blocks(chapter)[:3]

    assert re.search(r"^# \S", title.text, re.MULTILINE)
    assert (glance.name, glance.argument) == ("admonition", "At a glance")
    assert "**What you will do:**" in glance.body
    assert "**What you will be able to say:**" in glance.body
    assert 45 <= int(re.search(r"\*\*About (\d+) minutes\.\*\*", glance.body)[1]) <= 90
    assert "from attention_lab import check" in setup.source


@EVERY_CHAPTER
def test_a_chapter_has_its_parts_in_order(chapter):
    text = "\n".join(block.text for block in blocks(chapter, Text))
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)

    assert [heading for heading in headings if heading in HEADINGS] == HEADINGS
    assert len(headings) >= len(HEADINGS) + 3


@EVERY_CHAPTER
def test_a_chapter_asks_for_the_last_one_before_it_begins(chapter):
    recalls = blocks(chapter, Recall)

    assert 2 <= len(recalls) <= 3
    for recall in recalls:
        assert len(recall.options) >= 3
        assert all(len(why.split()) >= 5 for _, why, _ in recall.options), recall.question


@EVERY_CHAPTER
def test_the_right_options_of_a_chapter_do_not_all_stand_in_one_place(chapter):
    places = [[right for *_, right in each.options].index(True) for each in blocks(chapter, Recall)]

    assert len(set(places)) > 1


@EVERY_CHAPTER
def test_every_hidden_result_is_predicted_first(chapter):
    asked = False
    for block in blocks(chapter):
        asked = asked or (isinstance(block, Directive) and block.name == "predict")
        if isinstance(block, Cell) and "hide-output" in block.tags:
            assert asked, block.source
            asked = False


@EVERY_CHAPTER
def test_an_exercise_for_each_function_in_5_to_25_minutes_with_a_hint(chapter):
    exercises = blocks(chapter, Exercise)
    glance = blocks(chapter, Directive, "admonition")[0].body

    assert tuple(exercise.name for exercise in exercises) == CHAPTERS[chapter]
    assert all(5 <= exercise.minutes <= 25 and exercise.hints for exercise in exercises)
    assert sum(e.minutes for e in exercises) < int(re.search(r"(\d+) minutes", glance)[1])


@EVERY_CHAPTER
def test_one_question_with_a_rubric_that_adds_up_to_its_points(chapter):
    (question,) = blocks(chapter, Question)
    lines = re.findall(r"^- (\d+) points?(?: each, up to (\d+))?\b", question.rubric, re.MULTILINE)

    assert sum(int(most or points) for points, most in lines) == question.points


@EVERY_CHAPTER
def test_there_are_two_hints_and_a_model_answer_for_whoever_works_alone(chapter):
    (question,) = blocks(chapter, Question)

    assert len(question.answer.split()) >= 50
    for exercise in blocks(chapter, Exercise):
        assert len(exercise.hints) == 2, exercise.name
        assert not told_code(exercise.hints[0]), exercise.name


@EVERY_CHAPTER
def test_one_bug_from_a_real_project_with_its_answer_folded(chapter):
    (bug,) = blocks(chapter, Directive, "bug")

    assert re.search(r"https://github\.com/[\w.-]+/[\w.-]+/(issues|pull)/\d+", bug.body)
    assert "```python" in bug.body
    assert "{dropdown} Answer" in bug.body


@EVERY_CHAPTER
def test_a_chapter_ends_with_papers_to_read(chapter):
    last = blocks(chapter, Text)[-1].text

    assert "## Where to read on" in last
    assert "{cite}`" in last


# the notebook


@EVERY_CHAPTER
def test_the_graded_cells_are_those_of_the_contract(chapter):
    (question,) = blocks(chapter, Question)
    expected = []
    for name in CHAPTERS[chapter]:
        expected += [(name, True, False, None), (f"check-{name}", False, True, CHECKS[name].points)]
    expected.append((question.grade_id, True, True, question.points))
    for notebook in (source_notebook(chapter), released_notebook(chapter)):
        graded = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
        found = [(n.grade_id, n.solution, n.grade, n.get("points")) for n in graded]

        assert found == expected
        assert all(n.locked == (n.grade and not n.solution) for n in graded)


@EVERY_CHAPTER
def test_a_learner_gets_the_stub_that_the_page_shows(chapter):
    released = [cell.source for cell in released_notebook(chapter).cells]
    on_page = page((BOOK / f"{chapter}.md").read_text(), chapter, ROOT)
    for name in CHAPTERS[chapter]:
        assert stub(name).rstrip() in released
        assert stub(name).rstrip() in on_page
        assert f'raise NotImplementedError("{name}: exercise {CHECKS[name].number}")' in stub(name)


@EVERY_CHAPTER
def test_no_directive_role_or_label_of_the_page_is_left_in_the_notebook(chapter):
    left = re.compile(r"^[>\s]*(:{3,}|`{3,}\{|\([\w-]+\)=\s*$|%\s)|\{[\w:-]+\}`|\\[QKV]\b", re.M)
    for cell in released_notebook(chapter).cells:
        if cell.cell_type == "markdown":
            assert not left.search(cell.source), cell.source


@EVERY_CHAPTER
def test_every_details_block_of_the_notebook_is_closed(chapter):
    for cell in released_notebook(chapter).cells:
        if cell.cell_type == "markdown":
            assert cell.source.count("<details>") == cell.source.count("</details>")


@EVERY_CHAPTER
def test_a_notebook_is_the_same_whenever_it_is_made(chapter):
    assert released_notebook(chapter) == released_notebook(chapter)
    ids = [cell.id for cell in released_notebook(chapter).cells]

    assert len(set(ids)) == len(ids)


@EVERY_CHAPTER
def test_every_code_cell_is_python(chapter):
    for cell in released_notebook(chapter).cells:
        if cell.cell_type == "code":
            ast.parse(cell.source)


# earlier steps


def run(chapter):
    """Return the module that lies beside a chapter's notebook."""
    module = types.ModuleType("earlier_steps")
    exec(compile(earlier_steps(chapter), "earlier_steps.py", "exec"), vars(module))
    return module


@EVERY_CHAPTER
def test_a_notebook_imports_from_earlier_steps_only_what_is_there(chapter):
    there = vars(run(chapter))
    for cell in blocks(chapter, Cell):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.ImportFrom) and node.module == "earlier_steps":
                assert {alias.name for alias in node.names} <= set(there)


def test_earlier_steps_compute_what_the_reference_does():
    rng = np.random.default_rng(0)
    X, W = rng.standard_normal((3, 4, 6)), rng.standard_normal((4, 6, 6))
    steps = run("07-multihead")
    expected = solutions.cross_attention(X, X, *W[:3], solutions.causal_mask(4))
    actual = steps.cross_attention(X, X, *W[:3], steps.causal_mask(4))

    assert all(np.array_equal(one, other) for one, other in zip(expected, actual, strict=True))
    for chapter, names in CHAPTERS.items():
        for name in names:
            assert hasattr(steps, name) == (chapter != "07-multihead")


def test_earlier_steps_explain_each_function_in_a_line():
    steps = vars(run("07-multihead"))
    for name in solutions.__all__:
        first_line = getattr(solutions, name).__doc__.split("\n")[0]

        assert name not in steps or steps[name].__doc__ == first_line


# the kit


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """Return the learner's kit, opened."""
    path = write_kit(ROOT, tmp_path_factory.mktemp("kit") / "attention-kit.zip")
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_the_kit_holds_what_a_learner_needs_and_nothing_else(kit):
    names = {name.removeprefix("attention-kit/") for name in kit.namelist()}
    wheels = {name for name in names if name.endswith(".whl")}
    notebooks = {f"{chapter}/{chapter}.ipynb" for chapter in CHAPTERS}
    steps = {f"{chapter}/earlier_steps.py" for chapter in list(CHAPTERS)[1:]}

    assert len(wheels) == 1
    assert names == {"README.md", "requirements.txt"} | wheels | notebooks | steps


def test_the_kits_requirements_name_its_wheel(kit):
    (wheel,) = [name for name in kit.namelist() if name.endswith(".whl")]
    requirements = kit.read("attention-kit/requirements.txt").decode().split()

    assert f"./{wheel.removeprefix('attention-kit/')}" in requirements
    assert any(line.startswith("jupyterlab") for line in requirements)


def test_the_kits_wheel_can_check_every_function(kit):
    (wheel,) = [name for name in kit.namelist() if name.endswith(".whl")]
    with zipfile.ZipFile(io.BytesIO(kit.read(wheel))) as package:
        stored = {name.rpartition("/")[2] for name in package.namelist() if "/fixtures/" in name}

        assert stored >= {"checks.json"} | {f"{name}.npz" for name in CHECKS}
        assert package.testzip() is None


def test_the_kits_notebooks_are_the_released_ones(kit):
    for chapter in CHAPTERS:
        text = kit.read(f"attention-kit/{chapter}/{chapter}.ipynb").decode()

        assert nbformat.reads(text, as_version=4) == released_notebook(chapter)


def test_the_same_course_gives_the_same_kit_to_the_byte(kit, tmp_path):
    again = write_kit(ROOT, tmp_path / "attention-kit.zip")
    with open(kit.filename, "rb") as first:
        assert first.read() == again.read_bytes()


def test_the_kit_is_compressed(kit):
    notebooks = [entry for entry in kit.infolist() if entry.filename.endswith(".ipynb")]

    assert all(entry.compress_size < entry.file_size / 2 for entry in notebooks)


# the front page


def test_the_front_page_calls_the_chapters_by_their_titles():
    path = re.findall(
        r'<a href="([\w-]+)\.html"><b>([^<]+)</b><span>([^<]+)</span>',
        (BOOK / "index.md").read_text(),
    )
    titles = []
    for chapter in CHAPTERS:
        title = re.search(r"^# (.+)$", blocks(chapter, Text)[0].text, re.MULTILINE)[1]
        name, _, about = title.partition(": ")
        titles.append((chapter, name, about[0].upper() + about[1:]))

    assert path == titles
