"""Control groups: where they can be had, and what is written into them.

Most machines that run tests let nobody make a group, so a folder stands for the kernel's tree.
"""

from pathlib import Path

import pytest

from autograder.sandbox import groups

LIMITS = {"threads": 32, "memory": 512 << 20}
FILES = ("pids.max", "memory.max", "memory.swap.max", "cpu.weight", "cgroup.procs", "cgroup.kill")


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Return the top of a tree of groups in which this process is in user/mine."""
    top = tmp_path / "cgroup"
    for group, passed_on in ((top, "pids memory"), (top / "user", "pids"), (top / "user/mine", "")):
        group.mkdir()
        (group / "cgroup.subtree_control").write_text(passed_on)
        (group / "cgroup.procs").write_text("")
    make = Path.mkdir

    def with_files(self, *arguments, **named):
        make(self, *arguments, **named)
        for name in (*FILES, "cgroup.subtree_control"):
            (self / name).write_text("")

    take_away = Path.rmdir

    def with_what_is_in_it(self):
        for file in self.iterdir():
            if file.is_file():
                file.unlink()
        take_away(self)

    monkeypatch.setattr(Path, "mkdir", with_files)
    monkeypatch.setattr(Path, "rmdir", with_what_is_in_it)
    (tmp_path / "mounts").write_text(
        f"30 25 0:26 / /proc rw - proc proc rw\n31 25 0:27 / {top} rw,nosuid - cgroup2 cgroup2 rw\n"
    )
    (tmp_path / "own").write_text("1:cpu:/\n0::/user/mine\n")
    return top


def found(tree):
    return groups.find(tree.parent / "mounts", tree.parent / "own")


def test_the_nearest_group_that_passes_controllers_on_is_taken(tree):
    got = found(tree)

    assert got.place.parent == tree / "user"
    assert got.controllers == ("pids",)
    assert (got.place / "cgroup.subtree_control").read_text() == "+pids"


def test_a_worker_gets_limits_of_its_own_for_what_is_passed_on(tree):
    (tree / "user" / "cgroup.subtree_control").write_text("cpu memory pids io")
    got = found(tree)
    got.add(77, LIMITS)
    got.add(78, LIMITS)
    first, second = sorted(got.place.glob("worker-*"))

    assert (first / "cgroup.procs").read_text() == "77"
    assert (second / "cgroup.procs").read_text() == "78"
    assert (first / "pids.max").read_text() == "40"
    assert (first / "memory.max").read_text() == str(1 << 30)
    assert (first / "memory.swap.max").read_text() == "0"


def test_what_is_not_passed_on_is_not_written(tree):
    got = found(tree)
    got.add(77, LIMITS)
    (group,) = got.place.glob("worker-*")

    assert (group / "pids.max").read_text()
    assert not (group / "memory.max").read_text()


def test_closing_takes_every_group_away(tree):
    got = found(tree)
    got.add(77, LIMITS)
    got.close()

    assert not got.place.exists()


def test_what_a_killed_grader_has_left_is_taken_away(tree):
    left = tree / "user" / "autograder-999999999-3"
    left.mkdir()
    (left / "worker-1").mkdir()
    found(tree)

    assert not left.exists()


@pytest.mark.parametrize("own", ["1:cpu:/\n", "0::/user/mine\n"])
def test_without_such_a_group_there_are_none(tree, own):
    for group in (tree, tree / "user"):
        (group / "cgroup.subtree_control").write_text("io")
    (tree.parent / "own").write_text(own)

    assert found(tree) is None
    assert not list(tree.rglob("autograder-*"))


def test_a_machine_without_control_groups_has_none(tree):
    (tree.parent / "mounts").write_text("30 25 0:26 / /proc rw - proc proc rw\n")

    assert found(tree) is None
