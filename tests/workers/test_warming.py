"""Warm processes that were forked from one another, and the sandbox that gets warm meanwhile."""

import psutil
import pytest
from grading_help import needs_sandbox

from attention_lab.checking.calls import Call
from autograder.sandbox import IsolationError
from autograder.workers.warming import Warming

pytestmark = needs_sandbox
DOUBLE = "def double(x):\n    return 2 * x"


def doubled(place, number):
    run = place.run([DOUBLE], [("double", Call((number,)))], ["double"])
    return run.outcomes[0].value


@pytest.fixture(scope="module")
def warming():
    with Warming() as started:
        yield started


@pytest.fixture
def two(warming):
    with warming.clone() as first, warming.clone() as second:
        yield first, second


def test_every_copy_runs_notebooks_and_is_shut_in(two):
    for place in two:
        run = place.run([f"open({__file__!r})"])

        assert place.level == "namespaces"
        assert doubled(place, 21) == 42
        assert run.outputs[0][-1]["ename"] == "FileNotFoundError"


def test_what_one_submission_leaves_is_in_no_copy(two):
    two[0].run(["import numpy\nnumpy.left = 1\nopen('left', 'w').close()"])
    for place in two:
        run = place.run(["import os, numpy\nprint(os.listdir('.'), hasattr(numpy, 'left'))"])

        assert run.outputs[0][0]["text"] == "[] False\n"


def test_a_copy_that_is_closed_leaves_the_others(two):
    first, second = two
    first.close()

    assert doubled(second, 1) == 2
    assert doubled(first, 1) == 2  # it makes itself a new one


def test_copies_end_with_the_process_that_they_are_of():
    with Warming() as started, started.clone() as first, started.clone():
        top = psutil.Process(first.warm_pid)
        family = [top, *top.children(recursive=True)]
        started.close()
    gone, alive = psutil.wait_procs(family, timeout=10)

    assert len(gone) == 4  # what was started, the first process of the jail, and two copies
    assert not alive


def test_no_isolation_is_told_of_when_a_sandbox_is_wanted(monkeypatch):
    monkeypatch.setattr("autograder.workers.warming.Sandbox", _refuse)
    with Warming() as started, pytest.raises(IsolationError, match="not here"):
        started.clone()


def _refuse(**_):
    raise IsolationError("not here")
