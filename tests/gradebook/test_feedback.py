"""Several assignments in one run, and feedback pages that are nbgrader's own to the letter."""

import re

import nbformat
import pytest
from grading_help import CHAPTER, WRONG_AXIS, hand_in, marks, needs_sandbox, new_course, solved
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from autograder import __main__ as command_line
from autograder.chapters.release import course_config, release

pytestmark = needs_sandbox
OTHER = "03-scoring"
LATE = '\nc.AssignLatePenalties.plugin_class = "autograder.gradebook.late.TenPercentADay"\n'


def grade(root, capsys, *arguments):
    status = command_line.main(["grade", CHAPTER, OTHER, "--course", str(root), *arguments])
    return status, capsys.readouterr()


@pytest.fixture
def course(tmp_path):
    """A class of three with two assignments; one of them was late with the first."""
    root = new_course(tmp_path / "course")
    release(root, [OTHER])
    with open(root / "nbgrader_config.py", "a") as file:
        file.write(LATE)
    with Gradebook(f"sqlite:///{root}/gradebook.db", "attention") as gradebook:
        gradebook.update_or_create_assignment(CHAPTER, duedate="2026-03-01 12:00:00 UTC")
    hand_in(root, "ada", solved(whole=True))
    late = hand_in(root, "bob", solved(softmax=WRONG_AXIS))
    (late.parent / "timestamp.txt").write_text("2026-03-02 12:00:00 UTC")
    hand_in(root, "cyn", b"nothing")
    for place in (root / "submitted").iterdir():
        path = place / OTHER / f"{OTHER}.ipynb"
        path.parent.mkdir()
        path.write_text("no" if place.name == "ada" else nbformat.writes(solved(OTHER)))
    return root


def pages(root):
    return {
        path.relative_to(root): path.read_bytes()
        for path in (root / "feedback").rglob("*")
        if path.is_file()
    }


def test_several_assignments_are_graded_in_one_run(course, capsys):
    status, said = grade(course, capsys)

    assert status == 0
    assert "05-softmax, ada: 7 of 7 points" in said.out
    assert "03-scoring, ada: 0 of 4 points" in said.out
    assert "6 graded, 2 could not be read" in said.out
    assert marks(course, OTHER)["bob"]["score"] == 4


def test_feedback_pages_are_nbgraders_own_with_the_marks_of_a_person(course, capsys):
    grade(course, capsys)
    with Gradebook(f"sqlite:///{course}/gradebook.db", "attention") as gradebook:
        grade_of = gradebook.find_grade("check-softmax", CHAPTER, CHAPTER, "bob")
        grade_of.manual_score, grade_of.extra_credit = 1.5, 0.25
        comment = gradebook.find_comment("softmax", CHAPTER, CHAPTER, "bob")
        comment.manual_comment = "Along which axis?"
        gradebook.db.commit()
    status, said = grade(course, capsys, "--feedback")
    ours = pages(course)
    api = NbGraderAPI(config=course_config(course))
    for assignment in (CHAPTER, OTHER):
        assert api.generate_feedback(assignment, force=True)["success"]

    assert status == 0
    assert "0 graded, 6 unchanged" in said.out
    assert "6 feedback pages" in said.out
    assert ours == pages(course)
    page = (course / "feedback" / "bob" / CHAPTER / f"{CHAPTER}.html").read_text()
    assert "Along which axis?" in page
    assert "Late submission penalty" in page
    pictured = (course / "feedback" / "ada" / CHAPTER / f"{CHAPTER}.html").read_text()
    images = re.findall(r"<img [^>]*>", pictured)
    assert images
    assert all(re.search(r'alt="[^"]{20,}"', image) for image in images)
    assert "No description has been provided" not in pictured


def test_late_penalties_follow_what_a_person_gives_or_grants_without_force(course, capsys):
    grade(course, capsys)
    first = marks(course)["bob"]
    with Gradebook(f"sqlite:///{course}/gradebook.db", "attention") as gradebook:
        for given in gradebook.find_submission_notebook(CHAPTER, CHAPTER, "bob").grades:
            if given.name.startswith("explain"):
                given.manual_score, given.needs_manual_grade = 2, False
        gradebook.db.commit()
    _, said = grade(course, capsys)
    marked = marks(course)["bob"]
    with Gradebook(f"sqlite:///{course}/gradebook.db", "attention") as gradebook:
        gradebook.grant_extension(CHAPTER, "bob", days=3)
    grade(course, capsys)

    assert "0 graded, 6 unchanged since they were graded, 1 late penalty brought" in said.out
    assert (first["score"], first["late"]) == (5, 0.5)
    assert (marked["score"], marked["late"]) == (7, 0.7)
    assert marks(course)["bob"]["late"] is None
    assert marks(course)["bob"]["score"] == 7


def test_a_page_that_cannot_be_made_is_told_of_and_stops_no_other(course, capsys):
    grade(course, capsys)
    copy = course / "autograded" / "bob" / CHAPTER / f"{CHAPTER}.ipynb"
    copy.chmod(0o644)
    copy.write_text(
        copy.read_text().replace('"grade_id": "check-softmax"', '"grade_id": "check-nothing"')
    )
    status, said = grade(course, capsys, "--feedback", "--student", "ada", "--student", "bob")

    assert status == 1
    assert "05-softmax, bob: no feedback page" in said.out
    assert "3 feedback pages" in said.out
    assert {path.parts[1:3] for path in pages(course)} == {
        ("ada", CHAPTER),
        ("ada", OTHER),
        ("bob", OTHER),
    }
