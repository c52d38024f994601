"""Move into an empty root: libraries and nothing else, all of it read-only.

This is the first of two starts. The process that has moved in begins again as a fresh interpreter
that was found inside, under the paths of the jail: what it and its children then hold, and tell,
was never named by a path of this machine.
"""

import os

from . import kernel

NOBODY = 65534
SCRATCH = "/notebook"
PERSONAL = kernel.CLONE_NEWNET | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
_ALL = PERSONAL | kernel.CLONE_NEWPID | kernel.CLONE_NEWCGROUP
_READ_ONLY = kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | kernel.MS_NOSUID
_KEPT_FLAGS = {  # statvfs's flag: mount's flag
    os.ST_NOSUID: kernel.MS_NOSUID,
    os.ST_NODEV: kernel.MS_NODEV,
    os.ST_NOEXEC: kernel.MS_NOEXEC,
    os.ST_NOATIME: kernel.MS_NOATIME,
    os.ST_NODIRATIME: kernel.MS_NODIRATIME,
    os.ST_RELATIME: kernel.MS_RELATIME,
}


def move_in(root, binds, hidden):
    """Go into the jail; return in a child that is the first process of its namespace.

    The process that called waits for that child and ends with it.

    Parameters
    ----------
    root : str
        An empty directory to build the jail's root on.
    binds : list of (str, str)
        What is seen inside, read-only: its path outside and its path inside.
    hidden : list of str
        Directories inside that are seen empty.

    Returns
    -------
    int
        An open file descriptor of this machine's ``/proc``, which has no name inside.

    Raises
    ------
    OSError
        Where the kernel, or a policy of this machine, does not allow it.
    """
    proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    if os.geteuid() == 0 and _is_mapped(NOBODY):
        # Root builds the jail with its own rights, since its own files may be closed to
        # others, and is nobody from there on.
        kernel.unshare(kernel.CLONE_NEWNS)
        _build(root, binds, hidden)
        _become_nobody()
        unshare_user(proc, _ALL | kernel.CLONE_NEWNS)
    else:
        unshare_user(proc, _ALL | kernel.CLONE_NEWNS)
        _build(root, binds, hidden)
    _fork_and_wait()
    return proc


def begin_again(command, environment, descriptors):
    """Run a program inside, with this process's capabilities and some of its open files."""
    kernel.keep_capabilities()
    for descriptor in descriptors:
        os.set_inheritable(descriptor, True)
    os.execve(command[0], command, environment)


def hide(folder):
    """Let a folder be seen empty."""
    kernel.mount("hidden", folder, "tmpfs", kernel.MS_RDONLY | kernel.MS_NOSUID, "mode=0555")


def unshare_user(proc, flags):
    """Enter a user namespace in which this process's user is nobody, and others with it."""
    uid, gid = os.geteuid(), os.getegid()
    kernel.unshare(kernel.CLONE_NEWUSER | flags)
    for name, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{NOBODY} {uid} 1"),
        ("gid_map", f"{NOBODY} {gid} 1"),
    ):
        descriptor = open_proc(proc, f"self/{name}", os.O_WRONLY)
        try:
            os.write(descriptor, line.encode())
        finally:
            os.close(descriptor)


def open_proc(proc, name, flags):
    """Open a file below the ``/proc`` that `move_in` has returned."""
    return os.open(name, flags | os.O_CLOEXEC, dir_fd=proc)


def _build(root, binds, hidden):
    kernel.mount("none", "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("jail", root, "tmpfs", kernel.MS_NOSUID, "size=1m,mode=0755")
    for source, target in binds:
        _bind(source, root + target)
        for folder in hidden:
            if folder.startswith(target + "/") and os.path.isdir(root + folder):
                hide(root + folder)
    os.makedirs(root + SCRATCH, exist_ok=True)
    kernel.mount("scratch", root + SCRATCH, "tmpfs", 0, "size=16m,mode=1777")
    kernel.pivot_root(root)
    kernel.mount("none", "/", flags=_READ_ONLY)


def _bind(source, target):
    if os.path.lexists(target):
        return  # part of what is bound already
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        open(target, "w").close()
    kernel.mount(source, target, flags=kernel.MS_BIND)
    present = os.statvfs(target).f_flag
    flags = _READ_ONLY
    for reported, kept in _KEPT_FLAGS.items():
        flags |= kept if present & reported else 0
    kernel.mount("none", target, flags=flags)


def _is_mapped(uid):
    """Whether a user id exists here: in a container's own user namespace it may not."""
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
