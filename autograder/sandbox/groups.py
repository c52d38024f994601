"""Limits that the kernel keeps for all processes of a worker together: control groups, version 2.

They are used where this process may make some: as root of a machine with systemd, or in a scope of
one's own (``systemd-run --user --scope python -m autograder ...``). Each worker's warm process is
moved into a group of its own, once, so that a submission costs nothing more: at any time it is the
only one in there. Elsewhere the limits of each process stand alone.
"""

import contextlib
import itertools
import os
import time
from pathlib import Path

CONTROLLERS = ("pids", "memory", "cpu")
_SPARE = 8  # processes of ours in a worker's group
_WARM = 512 << 20  # bytes that the warm process may have
_numbers = itertools.count()


class Groups:
    """A place among the control groups in which to make one for each worker.

    Parameters
    ----------
    place : Path
        An empty group of ours.
    controllers : tuple of str
        What can be limited in the groups below it.
    """

    def __init__(self, place, controllers):
        self.place, self.controllers = place, controllers

    def add(self, pid, limits):
        """Move a process into a group of its own.

        Parameters
        ----------
        pid : int
            As this process sees it.
        limits : dict
            "threads" and "memory", of one submission.

        Raises
        ------
        OSError
            If the kernel does not do it.
        """
        group = self.place / f"worker-{os.getpid()}-{next(_numbers)}"
        group.mkdir()
        for name, value in (
            ("pids.max", limits["threads"] + _SPARE),
            ("memory.max", limits["memory"] + _WARM),
            ("memory.swap.max", 0),
            ("cpu.weight", 100),
        ):
            if name.split(".")[0] in self.controllers and (group / name).exists():
                (group / name).write_text(str(value))
        (group / "cgroup.procs").write_text(str(pid))

    def close(self):
        """Remove the groups; whatever is left in them is killed."""
        groups = [*self.place.glob("worker-*"), self.place]
        for group in groups:
            with contextlib.suppress(OSError):
                (group / "cgroup.kill").write_text("1")
        for group in groups:
            for _ in range(100):  # who was killed takes a moment to go
                with contextlib.suppress(OSError):
                    group.rmdir()
                if not group.exists():
                    break
                time.sleep(0.02)


def find(mounts="/proc/self/mountinfo", own="/proc/self/cgroup"):
    """Return `Groups` where they can be had, else None.

    Parameters
    ----------
    mounts, own : path-like
        The kernel's lists of what is mounted, and of the groups that this process is in.
    """
    with contextlib.suppress(OSError, StopIteration):
        top = next(_mounted(Path(mounts).read_text()))
        lines = Path(own).read_text().splitlines()
        here = top / next(line for line in lines if line.startswith("0::"))[3:].lstrip("/")
        for parent in [here, *here.parents]:
            if not parent.is_relative_to(top):
                break
            passed_on = (parent / "cgroup.subtree_control").read_text().split()
            controllers = tuple(name for name in CONTROLLERS if name in passed_on)
            if controllers and os.access(parent / "cgroup.procs", os.W_OK):
                with contextlib.suppress(OSError):
                    return _make(parent, controllers)
    return None


def _mounted(text):
    """Yield the places where control groups of version 2 are mounted."""
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        if after.startswith("cgroup2 "):
            yield Path(before.split()[4])


def _make(parent, controllers):
    for left in parent.glob("autograder-*-*"):
        if not os.path.exists(f"/proc/{left.name.split('-')[1]}"):
            Groups(left, controllers).close()  # its grader was killed
    place = parent / f"autograder-{os.getpid()}-{next(_numbers)}"
    place.mkdir()
    groups = Groups(place, controllers)
    try:
        (place / "cgroup.subtree_control").write_text(" ".join(f"+{one}" for one in controllers))
        probe = place / "worker-probe"
        probe.mkdir()
        probe.rmdir()
    except OSError:
        groups.close()
        raise
    return groups
