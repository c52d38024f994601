"""Grading on a Dask cluster: a scheduler and its workers as processes of their own."""

import contextlib
import functools
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time

import distributed
import pytest
from grading_help import (
    CHAPTER,
    UNSTABLE,
    WRONG_AXIS,
    blank,
    graded_copy,
    hand_in,
    marks,
    needs_sandbox,
    new_course,
    solved,
)

from autograder import __main__ as command_line
from autograder.paths import ROOT
from autograder.workers.cluster import Cluster, OtherCourse, _work
from autograder.workers.pool import NoWorkers

pytestmark = needs_sandbox
LEARNERS = 16


def started(*arguments):
    """Start a part of the cluster as a user would; it lives in a group of its own."""
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler on loopback and two workers; yields its address and the workers."""
    with running(tmp_path_factory.mktemp("cluster"), "first", "second") as (address, _, workers):
        yield address, workers


@contextlib.contextmanager
def running(place, *names):
    """Run a scheduler on loopback and workers; yield its address, it, and the workers."""
    note = place / "scheduler.json"
    common = ("--scheduler-file", str(note), "--no-dashboard")
    scheduler = started(
        "distributed.cli.dask_scheduler", *common, "--host", "127.0.0.1", "--port", "0"
    )
    workers = {}
    for name in names:
        workers[name] = started(
            "distributed.cli.dask_worker",
            *(*common, "--host", "127.0.0.1", "--name", name, "--nthreads", "1", "--no-nanny"),
            *("--local-directory", str(place / name)),
        )
    try:
        deadline = time.monotonic() + 60
        while not note.exists():
            assert scheduler.poll() is None, "the scheduler does not start"
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield json.loads(note.read_text())["address"], scheduler, workers
    finally:
        for process in [*workers.values(), scheduler]:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def course_in(root, learners=LEARNERS):
    notebooks = [solved(), blank(), solved(softmax=WRONG_AXIS), solved(softmax=UNSTABLE), b"no"]
    new_course(root)
    for number in range(learners):
        hand_in(root, f"s{number:02}", notebooks[number % len(notebooks)])
    return root


def grading(root, address):
    command = [sys.executable, "-W", "ignore", "-m", "autograder", "grade", CHAPTER]
    return subprocess.Popen(
        [*command, "--course", str(root), "--scheduler", address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_a_worker_that_dies_has_its_submissions_graded_elsewhere(cluster, tmp_path, capsys):
    address, workers = cluster
    here, there = course_in(tmp_path / "here"), course_in(tmp_path / "there")
    (there / "gradebook.db").write_bytes((here / "gradebook.db").read_bytes())
    with distributed.Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        names = {
            worker: info["name"] for worker, info in client.scheduler_info()["workers"].items()
        }
        with grading(there, address) as grader:
            grader.stdout.readline()  # the first mark is in
            holding = client.processing()
            held = {names[worker]: len(tasks) for worker, tasks in holding.items()}
            os.killpg(workers["first"].pid, signal.SIGKILL)
            out, err = grader.communicate(timeout=60)

    assert held["first"] >= 1
    assert grader.returncode == 0, err
    assert f"{LEARNERS} graded" in out
    assert command_line.main(["grade", CHAPTER, "--course", str(here)]) == 0
    assert f"{LEARNERS} graded" in capsys.readouterr().out
    assert marks(there) == marks(here)
    assert graded_copy(there, "s02").cells == graded_copy(here, "s02").cells


def test_feedback_pages_are_made_there_too_and_a_second_run_marks_nothing(cluster, tmp_path):
    address, _ = cluster
    root = course_in(tmp_path / "course", 3)
    with grading(root, address) as grader:
        grader.communicate(timeout=60)
    before = (root / "autograded" / "s00" / CHAPTER).stat().st_mtime_ns
    command = [CHAPTER, "--course", str(root), "--scheduler", address, "--feedback"]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "autograder", "grade", *command],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )

    assert "0 graded, 3 unchanged" in done.stdout, done.stderr
    assert "3 feedback pages" in done.stdout
    page = (root / "feedback" / "s02" / CHAPTER / f"{CHAPTER}.html").read_text()
    assert "do not add up to 1, but the columns do" in page
    assert (root / "autograded" / "s00" / CHAPTER).stat().st_mtime_ns == before


class Nap:
    """A task that a worker sleeps over."""

    def packed(self):
        return 60


def test_losing_the_last_worker_is_said_in_a_sentence(cluster):
    address, workers = cluster
    sleeping = functools.partial(functools.partial, time.sleep)
    with Cluster(address, sleeping, patience=1) as there:
        threading.Timer(1, os.killpg, (workers["second"].pid, signal.SIGKILL)).start()
        with pytest.raises(NoWorkers, match="no worker left"):
            list(there.map([Nap()]))
    with pytest.raises(NoWorkers, match="has no workers"):
        Cluster(address, sleeping, patience=1)


def test_losing_the_scheduler_is_said_in_a_sentence_and_the_marks_so_far_stay(tmp_path, capsys):
    root = course_in(tmp_path / "course")
    with running(tmp_path, "only") as (address, scheduler, _), grading(root, address) as grader:
        first = grader.stdout.readline()
        os.killpg(scheduler.pid, signal.SIGKILL)
        _, err = grader.communicate(timeout=60)

    assert first.startswith("s")
    assert grader.returncode == 1
    assert "The connection to the scheduler is lost" in err
    assert "Traceback" not in err
    assert command_line.main(["grade", CHAPTER, "--course", str(root)]) == 0
    assert re.search(r"[1-9]\d* unchanged", capsys.readouterr().out)


def test_a_worker_with_other_checks_marks_nothing():
    with pytest.raises(OtherCourse, match="another version"):
        _work("another", None, None)


def test_no_scheduler_is_said_in_a_sentence():
    with pytest.raises(NoWorkers, match=r"No scheduler answers at tcp://127\.0\.0\.1:9"):
        Cluster("tcp://127.0.0.1:9", None, patience=0.5)


def test_a_missing_package_is_said_in_a_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    root = course_in(tmp_path / "course", 1)
    command = ["grade", CHAPTER, "--course", str(root), "--scheduler", "tcp://127.0.0.1:9"]

    assert command_line.main(command) == 1
    assert "pip install distributed" in capsys.readouterr().err
