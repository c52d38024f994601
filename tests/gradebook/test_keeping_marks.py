"""No mark is lost or silently wrong: the gradebook lost, put back, copied; answers deleted."""

import contextlib
import io
import shutil
import sqlite3

import pytest
from grading_help import (
    CHAPTER,
    WRONG_AXIS,
    graded_copy,
    hand_in,
    id_of,
    marks,
    needs_sandbox,
    new_course,
    solved,
)
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook

from autograder import __main__ as command_line
from autograder.chapters.release import release
from autograder.paths import COURSE

pytestmark = needs_sandbox
ANSWER = "Subtracting the largest score keeps every exponential at 1 or below."


def run(*arguments):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = command_line.main([str(one) for one in arguments])
    return status, out.getvalue()


def grade(root):
    return run("grade", CHAPTER, "--course", root, "--workers", 1)


@pytest.fixture
def course(tmp_path):
    """Return a course of two learners, graded."""
    root = new_course(tmp_path / "course")
    hand_in(root, "ada", solved())
    hand_in(root, "ben", solved(softmax=WRONG_AXIS))
    status, out = grade(root)
    assert status == 0, out
    return root


def test_a_second_run_has_nothing_to_do(course):
    status, out = grade(course)

    assert status == 0
    assert "0 graded, 2 unchanged" in out


def test_marks_are_written_again_into_a_new_gradebook(course):
    before = marks(course)
    (course / "gradebook.db").unlink()
    release(course, [CHAPTER])
    status, out = grade(course)

    assert status == 0
    assert "2 graded" in out
    assert {who: one["score"] for who, one in marks(course).items()} == {
        who: one["score"] for who, one in before.items()
    }


def test_a_learner_removed_from_the_gradebook_is_graded_again(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db", "attention") as gradebook:
        gradebook.remove_student("ada")
    status, out = grade(course)

    assert status == 0
    assert "1 graded" in out
    assert "1 unchanged" in out
    assert marks(course)["ada"]["score"] == 7


def test_an_older_gradebook_gets_the_newer_marks(course, tmp_path):
    shutil.copy(course / "gradebook.db", tmp_path / "older.db")
    hand_in(course, "ben", solved())
    grade(course)
    shutil.copy(tmp_path / "older.db", course / "gradebook.db")
    assert marks(course)["ben"]["score"] < 7
    grade(course)

    assert marks(course)["ben"]["score"] == 7


def test_a_plain_copy_of_the_gradebook_holds_marks_just_typed_while_it_is_open(course, tmp_path):
    with Gradebook(f"sqlite:///{course}/gradebook.db", "attention") as gradebook:
        submission = gradebook.find_submission(CHAPTER, "ada")
        answer = next(one for one in submission.notebooks[0].grades if "explain" in one.name)
        answer.manual_score = 2
        gradebook.db.commit()
        shutil.copy(course / "gradebook.db", tmp_path / "gradebook.db")

    assert [path.name for path in course.glob("gradebook.db*") if "lock" not in path.name] == [
        "gradebook.db"
    ]
    assert marks(tmp_path)["ada"]["grades"]["explain-shift"][1] == 2


def test_backup_copies_the_marks_checks_them_and_overwrites_nothing(course, tmp_path):
    target = tmp_path / "kept" / "term.db"
    status, out = run("backup", target, "--course", course)

    assert (status, "2 submissions" in out) == (0, True)
    (target.parent / "gradebook.db").hardlink_to(target)
    assert marks(target.parent) == marks(course)

    before = target.read_bytes()
    status, out = run("backup", target, "--course", course)
    assert status == 1
    assert "exists already; nothing was copied" in out
    assert target.read_bytes() == before


def test_backup_refuses_a_gradebook_that_is_missing_or_damaged(course, tmp_path):
    (course / "gradebook.db").write_bytes(b"SQLite format 3\0" + b"\0" * 4096)
    status, out = run("backup", tmp_path / "a.db", "--course", course)
    assert (status, "could not be copied" in out) == (1, True)

    (course / "gradebook.db").unlink()
    status, out = run("backup", tmp_path / "b.db", "--course", course)
    assert (status, "There is no gradebook at" in out) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course"]


def test_an_answer_whose_cell_was_deleted_goes_to_a_person_who_is_told_where_to_look(course):
    notebook = solved()
    notebook.cells = [cell for cell in notebook.cells if id_of(cell) != "explain-shift"]
    notebook.cells.insert(1, new_markdown_cell(ANSWER))
    hand_in(course, "cem", notebook)
    status, out = grade(course)
    _, manual, waits = marks(course)["cem"]["grades"]["explain-shift"]
    (put_back,) = [
        cell for cell in graded_copy(course, "cem").cells if id_of(cell) == "explain-shift"
    ]

    assert (status, manual, waits) == (0, None, True)
    assert "1 answer to mark by hand" in out
    assert "was missing from what was handed in" in put_back.source
    assert "Subtracting the largest score keeps every exponential" in put_back.source


def test_the_chapters_own_text_is_not_taken_for_an_answer(course):
    notebook = solved(whole=True)
    notebook.cells = [cell for cell in notebook.cells if id_of(cell) != "explain-shift"]
    hand_in(course, "dov", notebook)
    grade(course)
    (put_back,) = [
        cell for cell in graded_copy(course, "dov").cells if id_of(cell) == "explain-shift"
    ]

    assert "a person has to look for the answer." in put_back.source
    assert "begins" not in put_back.source


def test_a_gradebook_that_was_left_in_wal_mode_is_one_file_again(course):
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as db:
        assert db.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    grade(course)
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as db:
        mode = db.execute("PRAGMA journal_mode").fetchone()

    assert mode == ("delete",)


def test_a_grader_who_may_not_write_is_told_what_to_do(course):
    lock = course / "gradebook.db.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()  # stands for a file of another user's: root may write into every real one
    status, out = grade(course)

    assert status == 1
    assert "cannot be written" in out
    assert "share a group" in out


def test_a_release_goes_into_the_folder_that_is_named(tmp_path):
    root = tmp_path / "course"
    root.mkdir()
    shutil.copy(COURSE / "nbgrader_config.py", root)
    status, out = run("release", CHAPTER, "--course", root)

    assert (status, out.strip()) == (0, str(root / "release" / CHAPTER))


def test_a_good_copy_beside_a_notebook_that_is_cut_off_is_marked(course):
    hand_in(course, "eva", b'{"cells": [{"cell_type": "co')
    hand_in(course, "eva", solved(), "05-softmax (1).ipynb")
    status, out = grade(course)

    assert status == 0
    assert marks(course)["eva"]["score"] == 7
    assert "“05-softmax.ipynb” could not be read" in out
    assert "handed in as “05-softmax (1).ipynb”" in out


def test_a_second_notebook_is_named_and_the_one_of_the_right_name_is_marked(course):
    hand_in(course, "flo", solved(softmax=WRONG_AXIS))
    hand_in(course, "flo", solved(), "better.ipynb")
    _, out = grade(course)

    assert marks(course)["flo"]["score"] < 7
    assert "Not marked, since the notebook has its right name: “better.ipynb”." in out


def test_what_is_wrong_with_a_lone_notebook_is_said_as_ever(course):
    hand_in(course, "gil", b"{")
    _, out = grade(course)

    assert marks(course)["gil"]["score"] == 0
    assert "not JSON" in out
    assert "no notebook in the folder" not in out
