"""Shut this process in: an empty root with read-only libraries, and namespaces of its own.

Two steps. The warm process enters the jail once, before it imports anything of weight (`enter`),
so that neither it nor what it forks can ever have seen more. Each submission's process then goes
on to a scratch place, process numbers, network and devices that nobody else sees, and gives up
the right to anything else (`lock`).
"""

import contextlib
import os
import resource

from . import kernel, landlock, seccomp

NOBODY = 65534
SCRATCH = "/notebook"
_PERSONAL = kernel.CLONE_NEWNET | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
_ALL = _PERSONAL | kernel.CLONE_NEWPID | kernel.CLONE_NEWCGROUP
_KEPT_FLAGS = {  # statvfs's flag: mount's flag
    os.ST_NOSUID: kernel.MS_NOSUID,
    os.ST_NODEV: kernel.MS_NODEV,
    os.ST_NOEXEC: kernel.MS_NOEXEC,
    os.ST_NOATIME: kernel.MS_NOATIME,
    os.ST_NODIRATIME: kernel.MS_NODIRATIME,
    os.ST_RELATIME: kernel.MS_RELATIME,
}


class Namespaces:
    """The level "namespaces": nothing outside the jail has a name inside it.

    Parameters
    ----------
    root : str
        An empty directory to build the jail's root on.
    binds : list of (str, str)
        What is seen inside, read-only: its path outside and its path inside.
    scratch_bytes : int
        How much a submission may write to files, all together.
    """

    name = "namespaces"

    def __init__(self, root, binds, scratch_bytes):
        self.root, self.binds, self.scratch_bytes = root, binds, scratch_bytes
        self._proc = None
        self._pid_namespace = None

    def enter(self):
        """Go into the jail; return in a child that is the first process of its namespace.

        The process that called waits for that child and ends with it.

        Raises
        ------
        OSError
            Where the kernel, or a policy of this machine, does not allow it.
        """
        self._proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        if os.geteuid() == 0 and _is_mapped(NOBODY):
            # Root builds the jail with its own rights, since its own files may be closed to
            # others, and is nobody from there on.
            kernel.unshare(kernel.CLONE_NEWNS)
            self._build()
            _become_nobody()
            self._unshare_user(_ALL | kernel.CLONE_NEWNS)
        else:
            self._unshare_user(_ALL | kernel.CLONE_NEWNS)
            self._build()
        _fork_and_wait()
        self._pid_namespace = self._open_proc("self/ns/pid", os.O_RDONLY)

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
            The files that the notebook expects beside it.

        Returns
        -------
        list of str
            The lesser protections that this machine does not have.
        """
        kernel.unshare(kernel.CLONE_NEWNS | _PERSONAL)
        options = f"size={self.scratch_bytes},nr_inodes=1024,mode=0700"
        flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
        kernel.mount("scratch", SCRATCH, "tmpfs", flags, options)
        place.make(SCRATCH)
        kernel.drop_capabilities()
        _close_all_but(channel)
        return harden([SCRATCH, os.devnull], ["/"])

    def _build(self):
        kernel.mount("none", "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)
        kernel.mount("jail", self.root, "tmpfs", kernel.MS_NOSUID, "size=1m,mode=0755")
        for source, target in self.binds:
            self._bind(source, self.root + target)
        os.makedirs(self.root + SCRATCH, exist_ok=True)
        kernel.mount("scratch", self.root + SCRATCH, "tmpfs", 0, "size=16m,mode=1777")
        kernel.pivot_root(self.root)
        flags = kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | kernel.MS_NOSUID
        kernel.mount("none", "/", flags=flags)

    def _bind(self, source, target):
        if os.path.lexists(target):
            return  # part of what is bound already
        if os.path.isdir(source):
            os.makedirs(target, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            open(target, "w").close()
        kernel.mount(source, target, flags=kernel.MS_BIND)
        present = os.statvfs(target).f_flag
        flags = kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | kernel.MS_NOSUID
        for reported, kept in _KEPT_FLAGS.items():
            flags |= kept if present & reported else 0
        kernel.mount("none", target, flags=flags)

    def _unshare_user(self, flags):
        uid, gid = os.geteuid(), os.getegid()
        kernel.unshare(kernel.CLONE_NEWUSER | flags)
        for name, line in (
            ("setgroups", "deny"),
            ("uid_map", f"{NOBODY} {uid} 1"),
            ("gid_map", f"{NOBODY} {gid} 1"),
        ):
            descriptor = self._open_proc(f"self/{name}", os.O_WRONLY)
            try:
                os.write(descriptor, line.encode())
            finally:
                os.close(descriptor)

    def address_space(self):
        """Return the bytes of address space that this process has in use."""
        descriptor = self._open_proc("self/statm", os.O_RDONLY)
        try:
            return int(os.read(descriptor, 100).split()[0]) * os.sysconf("SC_PAGE_SIZE")
        finally:
            os.close(descriptor)

    def _open_proc(self, name, flags):
        return os.open(name, flags | os.O_CLOEXEC, dir_fd=self._proc)


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
        return missing


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
        """Close what the process that started this one has left open, and lead a group."""
        os.setsid()
        here = os.path.join(self.scratch, place.name)
        os.mkdir(here)
        place.make(here)
        _close_all_but(channel)
        return ["namespaces", "landlock", "seccomp"]


class Place:
    """The directory that a notebook runs in.

    Parameters
    ----------
    name : str
        A name that no other submission's has.
    files : dict of str
        The course's own files beside the notebook, by name.
    """

    def __init__(self, name, files):
        self.name, self.files = name, files

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


def _is_mapped(uid):
    """Say whether a user id exists here: in a container's own user namespace it may not."""
    with open("/proc/self/uid_map") as file:
        ranges = [tuple(map(int, line.split())) for line in file]
    return any(first <= uid < first + count for first, _, count in ranges)


def _become_nobody():
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # or the files in /proc/self would be root's


def _fork_and_wait():
    """Return in a child; in the parent, wait for it and end as it ended."""
    child = os.fork()
    if child == 0:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, 9)
        return
    os.closerange(3, 256)
    _, status = os.waitpid(child, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _close_all_but(channel):
    """Leave open the channel and, as the standard streams, three ways to nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.closerange(3, channel)
    os.closerange(channel + 1, 4096)
