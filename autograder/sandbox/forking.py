"""The grader's end of the warm process: start it, ask it for children, end it."""

import contextlib
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from . import libraries
from .inside import frames
from .inside.entry import INSIDE
from .inside.root import SCRATCH

START_SECONDS = 60
_BOOTSTRAP = """
import importlib.util, sys
path, numbers, *sys.path[:] = sys.argv[1:]
spec = importlib.util.spec_from_file_location(
    "inside", path + "/__init__.py", submodule_search_locations=[path])
sys.modules["inside"] = importlib.util.module_from_spec(spec)
del sys.argv[1:], sys.orig_argv[1:]
from inside.entry import main
main(*map(int, numbers.split(",")))
"""


class NoJail(OSError):
    """A level of isolation cannot be had on this machine."""


class Child:
    """One submission's process: a socket to it, and the means to end it.

    Parameters
    ----------
    connection : socket.socket
        This side's end.
    handle : int or None
        A pidfd, where the system has such.
    pid : int
        Its number, as the warm process sees it.
    folder : str
        A directory of its own that it may make, to be removed at the end.
    """

    def __init__(self, connection, handle, pid, folder):
        self.connection, self.handle, self.pid, self.folder = connection, handle, pid, folder
        self._clock = _cpu_clock(handle)

    @property
    def place(self):
        """The name of its directory."""
        return os.path.basename(self.folder)

    def cpu(self):
        """Return the seconds of processor time used so far, or 0 where that is not told."""
        try:
            return time.clock_gettime(self._clock) if self._clock is not None else 0.0
        except OSError:
            return 0.0

    def end(self):
        """Kill the process with all that it has started, and wait until it is gone."""
        self.connection.close()
        if self.handle is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)
            select.select([self.handle], [], [], 10)
            os.close(self.handle)
            self.handle = None
        shutil.rmtree(self.folder, ignore_errors=True)


class Unjailed(Child):
    """A child at the level "none", where what it started may be left behind."""

    def end(self):
        """Kill its process group, which is all that can be found of what it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        super().end()


class Zygote:
    """A warm process at a given level of isolation.

    Parameters
    ----------
    level : str
        "namespaces", "landlock" or "none".
    limits : dict
        The hard limits of each child: "memory", "cpu", "file_bytes", "scratch_bytes", "threads".
    groups : Groups, optional
        Where a control group can be made for it.

    Attributes
    ----------
    controllers : tuple of str
        What its control group limits.

    Raises
    ------
    NoJail
        If this machine does not offer the level.
    """

    def __init__(self, level, limits, groups=None):
        self.level, self.limits, self.groups = level, limits, groups
        self.scratch = tempfile.mkdtemp(prefix="grading-")
        self._line, theirs = socket.socketpair()
        try:
            descriptor = theirs.fileno()
            self._process = self._start(descriptor)
            theirs.close()
            self.controllers = self._group(self._process.pid)
            self._line.settimeout(START_SECONDS)
            place, work = self._orders(descriptor, limits)
            self._line.sendall(frames.pack(place) + frames.pack(work))
            answer, _ = frames.unpack(self._read, frames.MAX_REQUEST)
            if "error" in answer:
                raise NoJail(answer["error"])
            if level == "namespaces":
                # The jail has become a root of its own: nothing is left that a killed grader
                # could leave behind.
                shutil.rmtree(self.scratch)
        except (OSError, EOFError) as error:
            self.close()
            raise NoJail(str(error)) from error

    @property
    def pid(self):
        """The number of the process that was started; the warm one is it or its child."""
        return self._process.pid

    def fork(self):
        """Return a `Child` that waits for its program.

        Raises
        ------
        OSError
            If the warm process is gone or cannot fork.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._line, [b"n"], [theirs.fileno()])
        number, descriptors, _, _ = socket.recv_fds(self._line, 32, 1)
        if not number.isdigit():
            ours.close()
            raise OSError("the warm process could not fork")
        kind = Unjailed if self.level == "none" else Child
        folder = os.path.join(self.scratch, uuid.uuid4().hex)
        return kind(ours, descriptors[0] if descriptors else None, int(number), folder)

    def clone(self):
        """Return a second warm process, in a few milliseconds; it ends with this one at the latest.

        Raises
        ------
        OSError
            If the warm process is gone or cannot fork.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._line, [b"c"], [theirs.fileno()])
        number, handles, _, _ = socket.recv_fds(self._line, 32, 1)
        if not number.isdigit():
            ours.close()
            raise OSError("the warm process could not fork")
        ours.settimeout(START_SECONDS)
        clone = Clone(self, ours)
        for handle in handles:
            clone.controllers = clone._group(_pid_of(handle))
            os.close(handle)
        return clone

    def close(self):
        """End the warm process, and with it every child."""
        self._line.close()
        process = getattr(self, "_process", None)
        if process is not None:
            process.kill()
            process.wait()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def _group(self, pid):
        """Move a process into a control group of its own; return what is limited there."""
        with contextlib.suppress(OSError):
            if self.groups:
                self.groups.add(pid, self.limits)
                return self.groups.controllers
        return ()

    def _start(self, descriptor):
        inside = Path(__file__).parent / "inside"
        return subprocess.Popen(
            _command(sys.executable, inside, descriptor, libraries.import_path()),
            env=libraries.environment(self.scratch),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None if os.environ.get("GRADING_DEBUG") else subprocess.DEVNULL,
            pass_fds=[descriptor],
            start_new_session=True,
        )

    def _orders(self, descriptor, limits):
        """Return what the warm process is told first, about its place, and then about its work."""
        place = {"level": self.level, "scratch": self.scratch}
        work = {"limits": limits}
        if self.level == "namespaces":
            jail = libraries.Jail()
            place |= {"binds": jail.binds, "hidden": jail.hidden}
            place["root"] = os.path.join(self.scratch, "root")
            os.mkdir(place["root"])
            work["sys_path"] = jail.import_path
            work["environment"] = libraries.environment(SCRATCH)
            place["environment"] = work["environment"] | jail.environment
            numbers = f"{descriptor},PROC"
            place["command"] = _command(jail.interpreter, INSIDE, numbers, jail.import_path)
        else:
            course = self._linked_course()
            place["readable"] = [*libraries.readable(), course]
            place["listed"] = [*libraries.import_path(), *libraries.own_libraries()]
            work["sys_path"] = [*libraries.import_path(), course]
            work["environment"] = libraries.environment(self.scratch)
        return place, work

    def _linked_course(self):
        """Return a folder that holds the learner's package and nothing else, by links."""
        course = os.path.join(self.scratch, "course")
        for source, name in libraries.course_files():
            link = os.path.join(course, name)
            os.makedirs(os.path.dirname(link), exist_ok=True)
            os.symlink(source, link)
        return course

    def _read(self, count):
        data = b""
        while len(data) < count:
            part = self._line.recv(count - len(data))
            if not part:
                raise EOFError("the warm process ended before it was ready")
            data += part
        return data


class Clone(Zygote):
    """A warm process that was forked from another one, so that each of several workers has one.

    Parameters
    ----------
    original : Zygote
        The one that it was forked from.
    line : socket.socket
        To the new one.
    """

    def __init__(self, original, line):
        self.level, self.scratch, self._line = original.level, original.scratch, line
        self.limits, self.groups, self.controllers = original.limits, original.groups, ()
        self._process = original._process

    def close(self):
        """End this warm process, and with it its children; the original goes on."""
        self._line.close()


def _command(interpreter, inside, numbers, import_path):
    """Return the words that start Python with the package `inside` and nothing else of ours."""
    words = [interpreter, "-I", "-S", "-c", _BOOTSTRAP, str(inside), str(numbers)]
    return [*words, *import_path]


def _cpu_clock(handle):
    """Return the processor-time clock of the process that a pidfd stands for."""
    if handle is None:
        return None
    # clock_getcpuclockid(3) is this arithmetic: the process's clock, user and system time.
    return (~_pid_of(handle) << 3) | 2


def _pid_of(handle):
    """Return the number, as this process sees it, of the process that a pidfd stands for."""
    with open(f"/proc/self/fdinfo/{handle}") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pid:"))
