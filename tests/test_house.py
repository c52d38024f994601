"""Who may import whom, and that nothing of `solutions` reaches a learner or a reader."""

import ast
import html
import re
import sys
import tomllib
import zipfile

import pytest

from autograder.chapters.blocks import Question, read_chapter
from autograder.chapters.kit import build_wheel
from autograder.chapters.page import page
from autograder.chapters.release import released_notebook
from autograder.exercises import CHAPTERS, CHECKS
from autograder.exercises.stubs import earlier_steps, solution_source
from autograder.paths import BOOK, ROOT

LEARNERS = {"numpy", "matplotlib", "ipywidgets", "anywidget", "IPython", "traitlets"}


def imports(path):
    """Return the outermost modules that a Python file imports, also late or by a name in quotes."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= {"solutions", "autograder"} & {node.value.partition(".")[0]}
    return found


@pytest.mark.parametrize(
    ("folder", "allowed"),
    [
        ("solutions", {"numpy"}),
        ("attention_lab", LEARNERS | {"attention_lab"} | sys.stdlib_module_names),
    ],
)
def test_a_package_imports_only_what_it_may(folder, allowed):
    files = sorted((ROOT / folder).rglob("*.py"))

    assert files
    assert {path.name: imports(path) - allowed for path in files if imports(path) - allowed} == {}


def test_the_learners_modules_reach_no_further_up_than_their_package():
    for path in (ROOT / "attention_lab").rglob("*.py"):
        depth = len(path.relative_to(ROOT).parts) - 1
        levels = [n.level for n in ast.walk(ast.parse(path.read_text())) if hasattr(n, "level")]

        assert max(levels, default=0) <= depth, path


def test_the_engine_of_the_checks_knows_no_exercise_and_no_misconception_by_name():
    names = {*CHECKS, *(one.slug for check in CHECKS.values() for one in check.misconceptions)}
    for path in (ROOT / "attention_lab" / "checking").rglob("*.py"):
        constants = {n.value for n in ast.walk(ast.parse(path.read_text())) if hasattr(n, "value")}

        assert names & {value for value in constants if isinstance(value, str)} == set(), path


def test_chapters_ask_learners_to_import_nothing_that_the_kit_lacks():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    installed = {re.match(r"\w+", wanted)[0] for wanted in project["dependencies"]}
    allowed = installed | {"attention_lab", "earlier_steps"} | sys.stdlib_module_names
    for path in sorted((ROOT / "book").glob("0*-*.md")):
        cells = re.findall(r"^```\{code-cell\} python\n(.*?)^```$", path.read_text(), re.S | re.M)
        lines = [line for cell in cells for line in cell.split("\n")]
        modules = {m[1] for line in lines if (m := re.match(r"(?:from|import) (\w+)", line))}

        assert modules
        assert modules <= allowed


# the rooms of the autograder, from the ground up: each imports from itself and from those before it
ROOMS = (
    "exercises",
    "sandbox",
    "marking",
    "workers",
    "chapters",
    "proof",
    "pages",
    "gradebook",
    "commands",
)
# Who else may know nbgrader: what makes its release, and what reads a mark off as it does.
KNOW_NBGRADER = {"chapters/release.py", "proof/hostile.py"}


def imported_by(path):
    """Return the absolute names of the modules that a file of the autograder imports."""
    package = ("autograder", *path.relative_to(ROOT / "autograder").parts[:-1])
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            parts = (*above, *(node.module.split(".") if node.module else ()))
            found |= {".".join((*parts, alias.name)) for alias in node.names}
    return found


def test_no_room_imports_from_a_room_above_it():
    folders = {path.name for path in (ROOT / "autograder").iterdir() if path.is_dir()}
    up = []
    for path in sorted((ROOT / "autograder").rglob("*.py")):
        room = path.relative_to(ROOT / "autograder").parts[0]
        for name in imported_by(path):
            other = name.split(".")[1] if name.startswith("autograder.") else ""
            if room in ROOMS and other in ROOMS and ROOMS.index(other) > ROOMS.index(room):
                up.append((path.name, name))

    assert folders - {"__pycache__", "course"} == set(ROOMS)
    assert up == []


def test_only_the_gradebooks_room_knows_nbgrader():
    knowing = {
        path.relative_to(ROOT / "autograder").as_posix()
        for path in (ROOT / "autograder").rglob("*.py")
        if any(name.partition(".")[0] == "nbgrader" for name in imported_by(path))
    }

    assert {name for name in knowing if not name.startswith("gradebook/")} == KNOW_NBGRADER


# the solutions' own lines


def squeezed(text):
    """Return text without white space, so that no other layout hides a line."""
    return re.sub(r"\s+", "", text)


def body_lines(name):
    """Return the lines of a function's solution, except those that only take a shape apart."""
    _, _, body = solution_source(name).partition("### BEGIN SOLUTION\n")
    lines = body.partition("### END SOLUTION")[0].split("\n")
    return {squeezed(line) for line in lines if line.strip() and not line.endswith(".shape")}


def rubric_lines(chapter):
    """Return the lines of the rubrics of a chapter's questions."""
    blocks = read_chapter(BOOK / f"{chapter}.md")
    rubrics = [block.rubric for block in blocks if isinstance(block, Question)]
    return {squeezed(line) for rubric in rubrics for line in rubric.split("\n") if line.strip()}


SOLUTION_LINES = {line: name for name in CHECKS for line in body_lines(name)}
RUBRIC_LINES = {line: chapter for chapter in CHAPTERS for line in rubric_lines(chapter)}
SECRETS = SOLUTION_LINES | RUBRIC_LINES


def told(text):
    """Return the solutions' and rubrics' lines that a text gives away."""
    text = squeezed(text)
    return {line: owner for line, owner in SECRETS.items() if line in text}


def test_there_are_secrets_to_look_for():
    assert set(SOLUTION_LINES.values()) == set(CHECKS)
    assert set(RUBRIC_LINES.values()) == set(CHAPTERS)
    assert told("x = 1\n    return weights  @ values\n") == {"returnweights@values": "blend"}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_released_notebook_tells_no_solution_and_no_rubric(chapter):
    notebook = released_notebook(chapter)

    assert told("\n".join(cell.source for cell in notebook.cells)) == {}
    assert not [cell for cell in notebook.cells if cell.get("outputs") or cell.get("attachments")]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_page_is_made_from_no_solution_and_no_rubric(chapter):
    assert told(page((BOOK / f"{chapter}.md").read_text(), chapter, ROOT)) == {}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_earlier_steps_tell_nothing_of_this_chapter_or_of_later_ones(chapter):
    text = earlier_steps(chapter)
    defined = [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    earlier = [name for each, names in CHAPTERS.items() if each < chapter for name in names]

    assert defined == earlier
    assert set(told(text).values()) <= set(earlier)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the learner's wheel and return its members' contents by their names."""
    with zipfile.ZipFile(build_wheel(ROOT, tmp_path_factory.mktemp("wheel"))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_the_learners_package_and_nothing_else(wheel):
    assert {name.partition("/")[0].partition("-")[0] for name in wheel} == {"attention_lab"}
    assert not [name for name in wheel if "__pycache__" in name or name.endswith(".ipynb")]
    data = {f"attention_lab/data/{name}.npz" for name in ("library", "heads", "layer")}
    assert data <= set(wheel)


def test_the_wheel_tells_no_solution_and_no_rubric(wheel):
    texts = {name: content for name, content in wheel.items() if not name.endswith(".npz")}

    assert {name: told(text.decode()) for name, text in texts.items() if told(text.decode())} == {}


@pytest.mark.slow
def test_the_built_book_tells_no_solution_and_no_rubric(built_book):
    for path in built_book.rglob("*"):
        if (
            path.suffix in {".html", ".js", ".ipynb", ".txt", ".json"}
            and "vendor" not in path.parts
        ):
            text = path.read_text(encoding="utf-8")
            words = html.unescape(re.sub(r"<[^>]*>", "", text))

            assert told(text) | told(words) == {}, path
