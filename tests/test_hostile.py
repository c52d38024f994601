"""The corpus of attacks: each gets the fair mark and touches nothing, and so do honest controls."""

import pytest
from grading_help import needs_sandbox

from autograder import hostile
from autograder.marking import Marker
from autograder.sandbox import Sandbox

pytestmark = needs_sandbox
ATTACKS = hostile.corpus()


@pytest.fixture(scope="module")
def place():
    with Sandbox(hostile.LIMITS, levels=("namespaces",)) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def watch(place):
    with hostile.Watch(place) as watch:
        yield watch


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gets_what_is_fair_and_touches_nothing(attack, place, watch):
    result = hostile.run(attack, Marker(place), watch)

    assert (result.points, result.touched) == (attack.points, ())


def test_the_corpus_has_every_family_and_is_large():
    families = [attack.family for attack in ATTACKS]

    assert set(families) == set(hostile.FAMILIES)
    assert len([family for family in families if family != "honest"]) >= 60


@pytest.mark.parametrize(
    ("name", "seen"), [("state_writes_outside", "files"), ("leak_network_tcp", "network")]
)
def test_the_watch_notices_an_attack_where_there_is_no_sandbox(name, seen):
    attack = next(attack for attack in ATTACKS if attack.name == name)
    with (
        Sandbox(hostile.LIMITS, accept_none=True, levels=("none",)) as open_place,
        hostile.Watch(open_place) as watch,
    ):
        result = hostile.run(attack, Marker(open_place), watch)

    assert seen in result.touched


def test_a_file_without_a_head_is_refused(tmp_path):
    path = tmp_path / "x.py"
    path.write_text("# attack: nothing\n# %% last\npass\n")

    with pytest.raises(ValueError, match="family"):
        hostile.read(path)
