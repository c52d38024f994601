"""What happens to marks if an assignment changes in mid-term."""

import nbformat
import pytest
from grading_help import CHAPTER, blank, hand_in, marks, needs_sandbox, new_course, solved
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from autograder import __main__ as command_line
from autograder.chapters import release as releasing
from autograder.chapters.release import course_config

pytestmark = needs_sandbox
NEW = "explain-why"


def question(grade_id, points):
    cell = new_markdown_cell("### BEGIN SOLUTION\n- a point\n### END SOLUTION", id=grade_id)
    cell.metadata["nbgrader"] = {
        "grade_id": grade_id,
        "grade": True,
        "solution": True,
        "locked": False,
        "points": points,
        "schema_version": 3,
        "task": False,
    }
    return cell


def change(root, edit):
    """Change the source notebook and release it again with nbgrader itself."""
    path = root / "source" / CHAPTER / f"{CHAPTER}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    edit(notebook)
    nbformat.write(notebook, path)
    return NbGraderAPI(config=course_config(root)).generate_assignment(CHAPTER, force=True)


def without(notebook, grade_id):
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") != grade_id
    ]


def grade(root):
    assert command_line.main(["grade", CHAPTER, "--course", str(root), "--workers", "1"]) == 0


@pytest.fixture
def course(tmp_path):
    """Return a course with one learner, graded by checks and by hand."""
    root = new_course(tmp_path / "course")
    hand_in(root, "ada", solved())
    grade(root)
    with Gradebook(f"sqlite:///{root}/gradebook.db", "attention") as gradebook:
        submission = gradebook.find_submission(CHAPTER, "ada")
        answer = next(one for one in submission.notebooks[0].grades if one.name == "explain-shift")
        answer.manual_score, answer.needs_manual_grade = 2, False
        gradebook.db.commit()
    return root


def test_a_question_added_waits_for_a_person_and_costs_no_mark_given_before(course):
    before = marks(course)["ada"]
    done = change(course, lambda notebook: notebook.cells.append(question(NEW, 2)))
    grade(course)
    after = marks(course)["ada"]

    assert done["success"], done["log"]
    assert after["grades"][NEW] == (None, None, True)
    assert after["grades"]["explain-shift"][1] == 2
    assert after["score"] == before["score"]


def test_a_question_dropped_takes_only_its_own_marks_with_it(course):
    done = change(course, lambda notebook: without(notebook, "explain-shift"))
    grade(course)
    after = marks(course)["ada"]

    assert done["success"], done["log"]
    assert "explain-shift" not in after["grades"]
    assert after["score"] == 7
    with Gradebook(f"sqlite:///{course}/gradebook.db", "attention") as gradebook:
        assert gradebook.find_notebook(CHAPTER, CHAPTER).max_score == 7


def test_other_points_are_taken_over(course):
    def dearer(notebook):
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") == "check-softmax":
                cell.metadata["nbgrader"]["points"] = 4

    assert change(course, dearer)["success"]
    grade(course)

    assert marks(course)["ada"]["grades"]["check-softmax"][0] == 4
    assert marks(course)["ada"]["score"] == 7 - 2 + 4 + 2


def test_a_release_that_fails_keeps_the_old_folder_names_the_cause_and_stops_no_other(
    tmp_path, monkeypatch
):
    root = new_course(tmp_path / "course")
    before = (root / "release" / CHAPTER / f"{CHAPTER}.ipynb").read_bytes()

    def write_sources(place, chapters):
        for chapter in chapters:
            notebook = blank(chapter)
            if chapter == CHAPTER:
                notebook.cells += [question("twice", 1), question("twice", 1)]
                notebook.cells[-1].id = "another"
            folder = place / "source" / chapter
            folder.mkdir(exist_ok=True)
            nbformat.write(notebook, folder / f"{chapter}.ipynb")

    monkeypatch.setattr(releasing, "write_sources", write_sources)
    with pytest.raises(RuntimeError, match=rf"^{CHAPTER}: .*twice"):
        releasing.release(root, [CHAPTER, "06-attention"])

    assert (root / "release" / CHAPTER / f"{CHAPTER}.ipynb").read_bytes() == before
    assert (root / "release" / "06-attention" / "06-attention.ipynb").is_file()
    assert not list((root / "release").glob(".*"))
