"""Submissions that run side by side: what one does costs another nothing, and tells it nothing."""

import contextlib
import fcntl
import threading
import time

import grading_help as help
import numpy as np
import psutil
import pytest
from grading_help import needs_sandbox

from autograder.sandbox import IsolationError, Limits, Sandbox, SandboxError, running
from autograder.sandbox.inside import runner, seccomp
from autograder.sandbox.inside.jail import SHARED_USER
from autograder.workers.warming import Warming

pytestmark = needs_sandbox
IDLE = """
import threading
never = threading.Event()
for _ in range(28): threading.Thread(target=never.wait, daemon=True).start()
never.wait(30)
"""
BUSY = """
import hashlib, threading, time
def burn():
    while True: hashlib.sha256(bytes(1 << 22)).digest()
for _ in range(28): threading.Thread(target=burn, daemon=True).start()
time.sleep(30)
"""
POOL = """
import threading
from concurrent.futures import ThreadPoolExecutor
met = threading.Barrier(28)
with ThreadPoolExecutor(28) as pool: print(sum(pool.map(lambda _: met.wait(20) >= 0, range(28))))
"""
COMPUTING = """
import time
while time.process_time() < 0.8: pass
print("done")
"""


@pytest.fixture(scope="module")
def warming():
    with Warming() as started:
        yield started


@pytest.fixture
def beside(warming):
    """Return a function that runs a cell while another one runs next to it."""
    with warming.clone() as neighbour, warming.clone() as place:
        neighbour.limits = Limits(cell_cpu=50, cell_wall=60, total_wall=15, runs=1)
        place.limits = help.QUICK

        def live_on(theirs):
            with contextlib.suppress(OSError, SandboxError):  # its warm process is ended below
                neighbour.run([theirs])

        def run(theirs, mine, threads=28):
            beginning = threading.Thread(target=live_on, args=(theirs,))
            beginning.start()
            until = time.monotonic() + 10
            while crowd(neighbour) < threads and time.monotonic() < until:
                time.sleep(0.05)
            outputs = place.run([mine]).outputs[0]
            neighbour._zygote._line.close()  # its warm process ends, and what it runs with it
            beginning.join()
            return "".join(output.get("text", output.get("ename", "")) for output in outputs)

        yield run


def crowd(place):
    """Return the largest number of threads that a process of the sandbox has."""
    below = psutil.Process(place.warm_pid).children(recursive=True)
    return max(process.num_threads() for process in below)


def test_a_neighbours_idle_threads_leave_all_of_ones_own(beside):
    assert beside(IDLE, POOL) == "28\n"


def test_a_neighbours_busy_threads_do_not_use_up_ones_time(beside):
    assert beside(BUSY, COMPUTING) == "done\n"


@pytest.mark.parametrize("path", ["/dev/null", np.__file__])
def test_a_lock_in_the_sandbox_is_none_outside(beside, path):
    inside = "np.__file__" if path == np.__file__ else repr(path)
    lock = f"""
import fcntl, threading, time
import numpy as np
file = open({inside})
fcntl.flock(file, fcntl.LOCK_EX)
threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
time.sleep(30)
"""
    check = f"""
import fcntl
import numpy as np
with open({inside}) as file: print(fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB))
"""
    with open(path) as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        seen = beside(lock, check, threads=2)

    assert seen == "None\n"


class Reluctant:
    """A child that says nothing, and is given a processor now and then, or never."""

    def __init__(self, each):
        self.used, self.each = 0.0, each

    def cpu(self):
        self.used += self.each
        return self.used


@pytest.mark.parametrize(("each", "last"), [(0.0, 1), (0.05, 4)])
def test_what_computes_slowly_gets_more_on_the_clock_and_what_waits_does_not(
    monkeypatch, each, last
):
    now = [100.0]
    monkeypatch.setattr(running.time, "monotonic", lambda: now[0])
    limits = Limits(cell_cpu=5, cell_wall=10)
    wire = running._Wire(Reluctant(each), 1e9, limits)

    def look():
        while True:
            now[0] += 0.5
            wire._look()

    with pytest.raises(running.Ended):
        look()

    assert 100 + 10 * last < now[0] <= 100 + 10 * last + running.GRACE_WALL + 1


@pytest.mark.parametrize(("switches", "rings"), [(0, 1), (50, 31)])
def test_a_cell_that_is_crowded_out_is_not_stopped_by_the_clock_at_once(
    monkeypatch, switches, rings
):
    now, seen = [0.0], [0]
    monkeypatch.setattr(runner.signal, "signal", lambda *_: None)
    monkeypatch.setattr(runner.signal, "setitimer", lambda *_: None)
    monkeypatch.setattr(runner.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(runner, "_switches", lambda: seen[0])
    clock = runner.Clock(5, 10)
    rung = []

    def ring():
        while True:
            now[0] += 1 if rung else 10
            seen[0] += switches
            rung.append(now[0])
            clock._ring(runner.signal.SIGALRM, None)

    with clock, pytest.raises(runner.TimeUp, match="stopped after 10 seconds"):
        ring()

    assert len(rung) == rings


def test_without_the_filter_of_system_calls_nothing_runs_unless_that_is_accepted(monkeypatch):
    monkeypatch.setattr(Sandbox, "run", lambda *_: running.Run([], [], missing=["seccomp"]))
    with pytest.raises(IsolationError, match="without seccomp"):
        Sandbox(levels=("namespaces",))
    with Sandbox(levels=("namespaces",), accept_none=True) as place:
        assert place.protection.startswith("namespaces with landlock, without seccomp, ")


def test_what_is_in_force_is_said():
    place = help.sandbox()

    assert place.protection.startswith("namespaces with landlock and seccomp, ")
    assert "threads counted for each submission" in place.protection
    assert SHARED_USER not in place.missing


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_jump_of_the_filter_leads_to_a_line_of_it(machine):
    lines = seccomp.program(machine, 1)
    for number, (code, yes, no, _) in enumerate(lines):
        if code != seccomp._RETURN:
            assert number + 1 + max(yes, no) < len(lines)
    assert lines[-1][0] == seccomp._RETURN
