"""The whole round through nbgrader's exchange, with stock commands on both sides."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from grading_help import CHAPTER, WRONG_AXIS, hand_in, needs_sandbox, new_course, solved, write

pytestmark = [*needs_sandbox, pytest.mark.slow]
LEARNERS = """
c = get_config()
c.CourseDirectory.course_id = "attention"
c.Exchange.root = {exchange!r}
c.Exchange.cache = {cache!r}
"""


def nbgrader(folder, *arguments):
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(folder), "HOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


@pytest.fixture(scope="module")
def round_trip(tmp_path_factory):
    """Release, fetch, submit, collect, grade, and hand feedback out and in again."""
    place = tmp_path_factory.mktemp("exchange")
    exchange, course, learner = place / "exchange", place / "course", place / "learner"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    new_course(course)
    with open(course / "nbgrader_config.py", "a") as file:
        file.write(f"\nc.Exchange.root = {str(exchange)!r}\n")
    learner.mkdir()
    cache = str(place / "cache")
    (learner / "nbgrader_config.py").write_text(
        LEARNERS.format(exchange=str(exchange), cache=cache)
    )
    nbgrader(course, "release_assignment", CHAPTER)
    nbgrader(learner, "fetch_assignment", CHAPTER)
    write(solved(softmax=WRONG_AXIS), learner / CHAPTER / f"{CHAPTER}.ipynb")
    nbgrader(learner, "submit", CHAPTER)
    nbgrader(course, "collect", CHAPTER)
    hand_in(course, "by-hand", solved())
    nbgrader(course, "autograde", CHAPTER)
    nbgrader(course, "generate_feedback", CHAPTER)
    said = nbgrader(course, "release_feedback", CHAPTER)
    nbgrader(learner, "fetch_feedback", CHAPTER)
    return course, learner, said


def test_a_learner_fetches_the_page_that_says_what_went_wrong(round_trip):
    _, learner, _ = round_trip
    pages = list((learner / CHAPTER / "feedback").rglob(f"{CHAPTER}.html"))

    assert len(pages) == 1
    assert "softmax-wrong-axis" in pages[0].read_text() or "columns do" in pages[0].read_text()


def test_a_submission_copied_by_hand_stops_nobodys_feedback_and_is_named(round_trip):
    course, _, said = round_trip

    assert "hand these pages out yourself: by-hand." in said
    assert (course / "feedback" / "by-hand" / CHAPTER / f"{CHAPTER}.html").is_file()


def test_only_a_secret_of_nbgraders_form_is_copied(round_trip):
    course, _, _ = round_trip
    (student,) = [path.name for path in (course / "submitted").iterdir() if path.name != "by-hand"]
    copied = Path(course, "autograded", student, CHAPTER, "submission_secret.txt")

    assert (
        copied.read_text()
        == Path(course, "submitted", student, CHAPTER, "submission_secret.txt").read_text()
    )
    assert not Path(course, "autograded", "by-hand", CHAPTER, "submission_secret.txt").exists()
