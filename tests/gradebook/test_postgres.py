"""The gradebook on PostgreSQL, by nbgrader's db_url: a real server, started and stopped here."""

import csv
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from conftest import missing
from grading_help import (
    CHAPTER,
    UNSTABLE,
    WRONG_AXIS,
    graded_copy,
    hand_in,
    marks,
    needs_sandbox,
    new_course,
    solved,
)
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from autograder import __main__ as command_line
from autograder.chapters.release import course_config, release

pytestmark = needs_sandbox


def program(name):
    """Return where a program of the server's is; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(found[-1]) if found else None)


class Server:
    """A PostgreSQL server with a folder of its own, by a Unix socket in it and nothing else."""

    def __init__(self, place):
        # The server refuses to run as root, and its user must be able to go into the folder.
        self.user = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.place = place
        if os.geteuid() == 0:
            shutil.chown(place, self.user)

    def run(self, name, *arguments):
        demoted = {"user": self.user} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [program(name), *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=self.place,
            **demoted,
        )
        assert done.returncode == 0, done.stderr

    def start(self):
        data = self.place / "data"
        self.run("initdb", "--pgdata", data, "--username", "grader", "--auth", "trust", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.place}' -c fsync=off"
        log = self.place / "log"
        self.run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", log, "--options", options)

    def database(self, name):
        self.run("createdb", "--host", self.place, "--username", "grader", name)
        return f"postgresql+psycopg2://grader@/{name}?host={self.place}"

    def stop(self):
        self.run("pg_ctl", "stop", "--wait", "--pgdata", self.place / "data", "--mode", "immediate")


@pytest.fixture(scope="module")
def server():
    if program("initdb") is None:
        missing("no PostgreSQL on this machine (Debian: apt install postgresql)")
    with tempfile.TemporaryDirectory(prefix="pg-") as place:  # a socket's path must be short
        started = Server(Path(place))
        started.start()
        try:
            yield started
        finally:
            started.stop()


def class_in(root):
    hand_in(root, "ada", solved())
    hand_in(root, "bob", solved(softmax=WRONG_AXIS))
    hand_in(root, "cyn", solved(softmax=UNSTABLE))
    hand_in(root, "dan", b"not a notebook")
    return root


@pytest.fixture(scope="module")
def graded(server, tmp_path_factory):
    """A class graded by our command into PostgreSQL; returns the course and its database."""
    url = server.database("by_command")
    root = tmp_path_factory.mktemp("postgres") / "course"
    class_in(new_course(root))
    (root / "gradebook.db").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATTENTION_GRADEBOOK", url)
        release(root, [CHAPTER])
        assert command_line.main(["grade", CHAPTER, "--course", str(root), "--feedback"]) == 0
    return root, url


def test_our_command_writes_the_marks_into_postgresql(graded):
    root, url = graded
    found = marks(root, url=url)

    assert {student: rest["score"] for student, rest in found.items() if student != "cyn"} == {
        "ada": 7,
        "bob": 5,
        "dan": 0,
    }
    assert 6 <= found["cyn"]["score"] < 7
    assert not (root / "gradebook.db").exists()
    assert "(Score: 5.0 / " in (root / "feedback" / "bob" / CHAPTER / f"{CHAPTER}.html").read_text()


def test_grading_again_keeps_what_a_person_has_given(graded):
    root, url = graded
    with Gradebook(url, "attention") as gradebook:
        grade = gradebook.find_grade("check-softmax", CHAPTER, CHAPTER, "bob")
        grade.manual_score = 1.5
        gradebook.db.commit()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATTENTION_GRADEBOOK", url)
        assert command_line.main(["grade", CHAPTER, "--course", str(root), "--force"]) == 0

    assert marks(root, url=url)["bob"]["grades"]["check-softmax"][:2] == (0, 1.5)


def test_nbgraders_own_commands_give_the_same_marks_there(server, graded, tmp_path):
    url = server.database("by_nbgrader")
    root = class_in(new_course(tmp_path / "course"))
    (root / "gradebook.db").unlink()
    with open(root / "nbgrader_config.py", "a") as file:
        file.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    release(root, [CHAPTER])
    api = NbGraderAPI(config=course_config(root))
    for student in ("ada", "bob"):
        assert api.autograde(CHAPTER, student)["success"]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "nbgrader", "export"],
        cwd=root,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert marks(root, url=url)["ada"] == marks(graded[0], url=graded[1])["ada"]
    with open(root / "grades.csv", newline="") as file:
        scores = {row["student_id"]: row["raw_score"] for row in csv.DictReader(file)}
    assert {student: float(scores[student]) for student in ("ada", "bob")} == {"ada": 7, "bob": 5}
    assert graded_copy(root, "bob").metadata["grading"]["isolation"] == "namespaces"
