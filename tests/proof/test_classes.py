"""The attacks on classes: each gets the fair mark, and no neighbour notices.

`python -m autograder hostile --classes` grades each class with the command that instructors use, in
a process of its own under hard limits; the tests look at what it tells. That the proof would notice
is shown by harming what it looks at, from here.
"""

import functools
import json
import signal
import subprocess
import sys

import pytest
from grading_help import needs_sandbox

from autograder.paths import ROOT
from autograder.proof import classes, observing, stored

pytestmark = [*needs_sandbox, pytest.mark.slow]
ATTACKS = classes.corpus()
FILES = {family: family.split()[0] + "_" for family in classes.FAMILIES}
LONGEST = 1_500  # seconds; a class is ended long before by its own deadline


@functools.cache
def attacked(*names):
    """Attack classes in a process of its own and return a row for each attack by its name."""
    command = [sys.executable, "-W", "ignore", "-m", "autograder", "hostile", "--classes", "--json"]
    done = subprocess.run(
        [*command, *names], cwd=ROOT, capture_output=True, text=True, timeout=LONGEST
    )
    if not done.stdout:
        pytest.fail(f"the classes could not be attacked:\n{done.stderr}", pytrace=False)
    return {row["attack"]: row for row in json.loads(done.stdout)}


@pytest.fixture
def verdict(request, attack):
    """Return the row of an attack; those of its family that this session asks for run together."""
    mine = [item.callspec.params["attack"] for item in request.session.items if _asks(item)]
    family = sorted({one.name for one in mine if one.family == attack.family})
    whole = len(family) == sum(one.family == attack.family for one in ATTACKS)
    return attacked(*([FILES[attack.family]] if whole else family))[attack.name]


def _asks(item):
    params = item.callspec.params if hasattr(item, "callspec") else {}
    return isinstance(params.get("attack"), classes.ClassAttack)


@pytest.mark.timeout(LONGEST)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_on_a_class_gets_what_is_fair_and_no_neighbour_notices(attack, verdict):
    assert (verdict["points"], verdict["touched"]) == (attack.points, []), verdict["said"]


def test_there_are_many_attacks_of_each_family_and_honest_controls_for_each():
    hostile = [one for one in ATTACKS if not one.control]
    controls = {one.family for one in ATTACKS if one.control}

    assert len(hostile) >= 60
    assert {one.family for one in hostile} == controls == set(classes.FAMILIES)


def test_each_file_says_its_family_in_its_name():
    assert [one.name for one in ATTACKS if not one.name.startswith(FILES[one.family])] == []


def test_the_proof_sees_what_a_page_would_run_or_load():
    honest = stored.active("<script src='https://a/x.js'></script><p class=a>x</p>")
    bad = [
        "<script>1</script>",
        "<IMG SRC=x OnError=alert(1)>",
        "<a href=' javascript:alert(1)'>x</a>",
        "<img src='//192.0.2.1/x'>",
        "<iframe></iframe>",
        "<p style='x'></p><style>p{}</style>",
    ]

    assert sum(honest.values()) == 1
    assert [text for text in bad if not stored.active(text)] == []
    assert not stored.active("<img src='data:image/png;base64,AA'><a href='https://a/'>x</a>")


def test_the_proof_sees_a_link_and_the_words_in_what_is_kept(tmp_path):
    (tmp_path / "autograded" / "eve").mkdir(parents=True)
    page = tmp_path / "feedback" / "eve" / "x.html"
    page.parent.mkdir(parents=True)
    page.write_text("<b>ursula</b>-says &lt;it&gt;")
    plain = stored.kept(tmp_path, "eve")
    (tmp_path / "autograded" / "eve" / "x").symlink_to("nowhere")

    assert not plain.odd
    assert "ursula-says <it>" in plain.text
    assert stored.kept(tmp_path, "eve").odd


OBSERVED = """
import os, subprocess, sys, time
print("\\x1b[2J", flush=True)
held = bytearray(b"x" * (300 << 20))
time.sleep(0.5)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
"""


def test_the_proof_sees_memory_odd_lines_and_processes_that_are_left():
    seen = observing.observe([OBSERVED], 60, (sys.executable, "-c"))

    assert seen.megabytes > 300
    assert len(seen.left) == 1
    assert "\x1b" in seen.text
    assert not seen.late


def test_the_proof_ends_a_command_that_takes_too_long():
    seen = observing.observe(["import time; time.sleep(60)"], 1, (sys.executable, "-c"))

    assert seen.late
    assert seen.status == -signal.SIGKILL


def test_a_file_whose_family_is_none_is_refused(tmp_path):
    path = tmp_path / "x.py"
    path.write_text("# attack: nothing\n# family: forging\n# base: blank\n# points: 0\n")

    with pytest.raises(ValueError, match="family"):
        classes.read(path)
