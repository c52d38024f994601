"""Shut a submission's process in: a scratch place and namespaces of its own, and no rights.

The warm process has moved into an empty root before it loaded anything (see `root`), so that
neither it nor what it forks can ever have seen more. Each submission's process goes on to a
user, a scratch place, process numbers, a network and a machine's name that nobody else has, and
gives up the right to anything else (`lock`).
"""

import contextlib
import os
import resource

from . import kernel, landlock, root, seccomp

NAME = "notebook"  # of the machine, as a submission sees it
SHARED_USER = "a user namespace each"
_COUNTED_APART = (5, 14)  # the first Linux that counts threads for each user namespace


class Namespaces:
    """The level "namespaces": nothing outside the jail has a name inside it.

    Parameters
    ----------
    proc : int
        The machine's ``/proc``, an open file descriptor.
    inside : str
        Where this package lies in the jail; it is hidden once it is loaded.
    """

    name = "namespaces"

    def __init__(self, proc, inside):
        self._proc, self._inside = proc, inside
        self._pid_namespace = None

    def enter(self):
        """Hide this package's files; the process is in the jail already."""
        root.hide(self._inside)
        self._pid_namespace = root.open_proc(self._proc, "self/ns/pid", os.O_RDONLY)

    def before_fork(self):
        """Let the next child be the first process of a new PID namespace."""
        kernel.unshare(kernel.CLONE_NEWPID)

    def after_fork(self):
        """Let children be born into this process's own namespace again."""
        kernel.setns(self._pid_namespace, kernel.CLONE_NEWPID)

    def lock(self, channel, place):
        """Give a forked child its own scratch place, and take everything else away from it.

        Parameters
        ----------
        channel : int
            The file descriptor that stays open.
        place : Place
            The directory that the notebook expects.

        Returns
        -------
        list of str
            The lesser protections that this machine does not have.
        """
        missing = self._unshare()
        kernel.name_this_machine(NAME)
        options = f"size={place.size},nr_inodes=1024,mode=0700"
        flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
        kernel.mount("scratch", root.SCRATCH, "tmpfs", flags, options)
        place.make(root.SCRATCH)
        kernel.drop_capabilities()
        _close_all_but(channel)
        return missing + harden([root.SCRATCH, os.devnull], ["/"])

    def _unshare(self):
        """Enter namespaces of its own; return what is missing of them."""
        flags = kernel.CLONE_NEWNS | root.PERSONAL
        try:
            # A user of its own, too, so that its threads are counted apart from all others'.
            root.unshare_user(self._proc, flags)
        except OSError:
            kernel.unshare(flags)
            return [SHARED_USER]
        release = os.uname().release.split("-")[0].split(".")
        apart = tuple(int(part) for part in release[:2]) >= _COUNTED_APART
        return [] if apart else [SHARED_USER]

    def address_space(self):
        """Return the bytes of address space that this process has in use."""
        descriptor = root.open_proc(self._proc, "self/statm", os.O_RDONLY)
        try:
            return int(os.read(descriptor, 100).split()[0]) * os.sysconf("SC_PAGE_SIZE")
        finally:
            os.close(descriptor)


class Landlock:
    """The level "landlock": for machines that allow no namespaces (many containers do not).

    The process keeps the machine's root and process numbers, but Landlock closes every path other
    than the libraries, and the system call filter closes sockets, signals to others and new
    processes. Both must be there. A submission can write no file at all.

    Parameters
    ----------
    paths : list of str
        What stays readable.
    listed : list of str
        Folders of which only the names in them stay readable.
    scratch : str
        A directory of this grader's own, in which each submission finds a directory.
    """

    name = "landlock"

    def __init__(self, paths, listed, scratch):
        self.paths, self.listed, self.scratch = paths, listed, scratch

    def enter(self):
        """Close every path but the libraries' and the scratch directory.

        Raises
        ------
        OSError, KeyError
            Where Landlock or the system call filter is not to be had.
        """
        seccomp.program(os.uname().machine, 1)
        landlock.restrict_self(self.paths, [self.scratch, os.devnull], self.listed)

    def before_fork(self):
        """Do nothing: there is no namespace to make."""

    after_fork = before_fork

    def lock(self, channel, place):
        """Take away from a forked child all that it does not need."""
        here = os.path.join(self.scratch, place.name)
        os.mkdir(here)
        place.make(here)
        _close_all_but(channel)
        kernel.drop_capabilities()
        missing = harden([os.devnull], [*self.paths, here], self.listed, rights=False)
        if missing:
            raise OSError(f"not available: {', '.join(missing)}")
        return [SHARED_USER]


class Nothing:
    """The level "none": a process of its own, with limits and nothing else.

    Parameters
    ----------
    scratch : str
        A directory of this grader's own, in which each submission finds a directory.
    """

    name = "none"

    def __init__(self, scratch):
        self.scratch = scratch

    def enter(self):
        """Do nothing."""

    before_fork = after_fork = enter

    def lock(self, channel, place):
        """Close what the process that started this one has left open."""
        here = os.path.join(self.scratch, place.name)
        os.mkdir(here)
        place.make(here)
        _close_all_but(channel)
        return ["namespaces", "landlock", "seccomp", SHARED_USER]


class Place:
    """The directory that a notebook runs in.

    Parameters
    ----------
    name : str
        A name that no other submission's has.
    files : dict of str
        The course's own files beside the notebook, by name.
    size : int
        The most bytes that it may hold, where that can be limited.
    """

    def __init__(self, name, files, size):
        self.name, self.files, self.size = name, files, size

    def make(self, directory):
        """Write the files and go there."""
        os.chdir(directory)
        os.environ.update(HOME=directory, TMPDIR=directory)
        for name, text in self.files.items():
            with open(os.path.basename(name), "w", encoding="utf-8") as file:
                file.write(text)


def harden(writable, readable, listed=(), rights=True):
    """Add Landlock and the system call filter where there are any; return what is missing."""
    missing = []
    for name, action in (
        ("landlock", lambda: landlock.restrict_self(readable, writable, listed)),
        ("seccomp", lambda: seccomp.restrict_self(rights)),
    ):
        try:
            action()
        except (OSError, KeyError):
            missing.append(name)
    return missing


def limit(memory, cpu, file_bytes, threads):
    """Set the resource limits of this process; none of them can be raised again.

    Parameters
    ----------
    memory : int
        Bytes of address space.
    cpu : int
        Seconds.
    file_bytes : int
        The largest file.
    threads : int
        Threads and processes of this user in this namespace.
    """
    limits = {
        "RLIMIT_AS": memory,
        "RLIMIT_CPU": cpu,
        "RLIMIT_FSIZE": file_bytes,
        "RLIMIT_NPROC": threads,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_CORE": 0,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
    }
    for name, value in limits.items():
        number = getattr(resource, name, None)
        if number is None:
            continue
        with contextlib.suppress(ValueError, OSError):  # macOS knows some and refuses them
            resource.setrlimit(number, (value, value))


def _close_all_but(channel):
    """Leave open the channel and, as the standard streams, three ways to nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.closerange(3, channel)
    os.closerange(channel + 1, 4096)
