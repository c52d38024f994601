"""The corpus of attacks: each gets the fair mark and touches nothing, and so do honest controls.

No attack runs in the tests' own process, or without the sandbox: `python -m autograder hostile`
runs them in a process of its own under hard limits, and the tests look at what it tells. That the
watch would notice is shown by touching what it watches, from here.
"""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys

import pytest
from conftest import IN_CI
from grading_help import needs_sandbox

from autograder.paths import ROOT
from autograder.proof import hostile
from autograder.proof.watching import Watch, deadline, left_behind, telling_lines
from autograder.sandbox.inside import landlock

LONGEST = 900  # seconds: the corpus takes two minutes, and five on a busy machine
pytestmark = [*needs_sandbox, pytest.mark.timeout(LONGEST)]
ATTACKS = hostile.corpus()
GUARDED = """
import json, resource, tempfile
from autograder.proof.watching import guard
guard(cpu=100)
said = {"cpu": resource.getrlimit(resource.RLIMIT_CPU)}
said["processes"] = resource.getrlimit(resource.RLIMIT_NPROC)
try:
    bytearray(9 << 30)
except MemoryError as error:
    said["memory"] = type(error).__name__
try:
    tempfile.TemporaryFile().truncate(257 << 20)
except OSError as error:
    said["file"] = error.strerror
print(json.dumps(said))
"""


def attacked(level, names):
    """Run attacks at a level, in a process of its own, and return a row for each by its name."""
    command = [sys.executable, "-W", "ignore", "-m", "autograder", "hostile", "--json"]
    command += ["--level", level, *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST)
    if not done.stdout:
        pytest.fail(f"the attacks could not be run:\n{done.stderr}", pytrace=False)
    return {row["attack"]: row for row in json.loads(done.stdout)}


@pytest.fixture(scope="module")
def verdicts(request):
    """Run the attacks that this session asks for, once."""
    mine = [item for item in request.session.items if item.path == request.path]
    calls = [item.callspec for item in mine if hasattr(item, "callspec")]
    wanted = {call.params["attack"].name for call in calls if "attack" in call.params}
    return attacked("namespaces", [] if len(wanted) == len(ATTACKS) else sorted(wanted))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gets_what_is_fair_and_touches_nothing(attack, verdicts):
    row = verdicts[attack.name]

    assert (row["points"], row["touched"]) == (attack.points, []), row["sentence"]


@pytest.mark.skipif(not IN_CI and not landlock.version(), reason="this kernel has no Landlock")
def test_without_namespaces_too_attacks_on_files_and_processes_touch_nothing():
    rows = attacked("landlock", ["honest_", "leak_", "state_"])
    off = [row for row in rows.values() if row["points"] != row["fair"] or row["touched"]]

    assert len(rows) > 50
    assert off == []


def test_the_corpus_has_every_family_and_is_large():
    families = [attack.family for attack in ATTACKS]

    assert set(families) == set(hostile.FAMILIES)
    assert len([family for family in families if family != "honest"]) >= 60


def test_the_controls_hold_right_wrong_and_unwritten_answers():
    assert {attack.points for attack in ATTACKS if attack.family == "honest"} >= {0, 5, 7}


def test_the_watch_sees_a_changed_file_once():
    with Watch() as watch:
        with sqlite3.connect(watch.folder / "other.db") as book:
            book.execute("create table grade (score)")
        book.close()
        first, changed = watch.touched(os.getpid()), watch.changed
        again = watch.touched(os.getpid())

    assert "files" in first
    assert str(watch.folder / "other.db") in changed
    assert "files" not in again


@pytest.mark.parametrize(
    ("kind", "datagrams"),
    [
        ("internet", False),
        ("internet", True),
        ("path", False),
        ("path", True),
        ("abstract", False),
        ("abstract", True),
    ],
)
def test_the_watch_hears_a_call(kind, datagrams):
    with Watch() as watch:
        family = socket.AF_INET if kind == "internet" else socket.AF_UNIX
        with socket.socket(family, socket.SOCK_DGRAM if datagrams else socket.SOCK_STREAM) as line:
            names = {
                "internet": ("127.0.0.1", watch.port),
                "path": str(watch.folder / ("datagrams" if datagrams else "socket")),
                "abstract": f"\0grading-{'datagrams' if datagrams else 'canary'}-{watch.port}",
            }
            line.connect(names[kind])
            line.send(b"hello")
            first = watch.touched(os.getpid())

    assert "network" in first


def test_the_watch_sees_a_process_that_is_left_behind():
    code = "import subprocess, sys; print(subprocess.Popen(['sleep', '30']).pid, flush=True); "
    with subprocess.Popen(
        [sys.executable, "-c", code + "sys.stdin.read()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as warm:
        sleeper = int(warm.stdout.readline())
        try:
            seen = [process.pid for process in left_behind(warm.pid, namespaces=False)]
        finally:
            os.kill(sleeper, signal.SIGKILL)
        warm.stdin.close()

    assert seen == [sleeper]


def test_the_watch_knows_its_secret_and_lines_of_the_reference():
    with Watch() as watch:
        secret = (watch.folder / "solutions" / "softmax.py").read_text()
        line = telling_lines()[0]

        assert watch.told(secret)
        assert watch.told(f"he said: {line}")
        assert not watch.told(f"he said: {line}", own=f"{line}\n")
        assert not watch.told("np.exp(x)")


def test_the_released_notebook_holds_none_of_the_telling_lines():
    text = "\n".join(cell.source for cell in hostile.released_exercises().cells)

    assert len(telling_lines()) > 20
    assert not [line for line in telling_lines() if line in text]


def test_the_guard_leaves_bounds_that_a_failure_of_the_sandbox_would_meet():
    done = subprocess.run(
        [sys.executable, "-c", GUARDED], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    said = json.loads(done.stdout)

    assert said["memory"] == "MemoryError"
    assert said["file"] == "File too large"
    assert said["cpu"] == [100, 100]
    assert 0 < said["processes"][1] < 20_000


def test_a_sandbox_that_hangs_is_ended_by_the_watchdog_and_one_that_works_is_not():
    with subprocess.Popen(["sleep", "30"]) as hangs, subprocess.Popen(["sleep", "30"]) as works:
        with deadline(60, lambda: works.pid):
            alive = works.poll() is None
        with deadline(0.1, lambda: hangs.pid):
            hangs.wait(20)
        alive = alive and works.poll() is None
        works.kill()

    assert hangs.returncode == -signal.SIGKILL
    assert alive


def test_a_file_without_a_head_is_refused(tmp_path):
    path = tmp_path / "x.py"
    path.write_text("# attack: nothing\n# %% last\npass\n")

    with pytest.raises(ValueError, match="family"):
        hostile.read(path)
