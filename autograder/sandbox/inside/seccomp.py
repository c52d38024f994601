"""A system call filter: what a notebook that computes and draws needs, and nothing else.

Everything not named below is answered as an old kernel would ("no such call"), so that the C
library falls back where it can. Starting a process, running a program and opening a socket are
refused with "not permitted", which Python reports as PermissionError. Calls that could reach
another process or open a wide piece of the kernel pass only with harmless arguments.

Numbers are those of the kernel's asm/unistd_64.h (x86-64) and asm-generic/unistd.h (arm64); the
filter language is that of include/uapi/linux/filter.h and seccomp.h.
"""

import ctypes
import errno
import os
import struct

from . import kernel

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_BIT = 0x40000000

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_SECCOMP_MODE_FILTER = 2
_CLONE_THREAD = 0x00010000
_AF_UNIX = 1

# name: (x86-64, arm64); None where the architecture has no such call.
_ALLOWED = {
    # files that are open already, and what they hold
    "read": (0, 63),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "pread64": (17, 67),
    "pwrite64": (18, 68),
    "close": (3, 57),
    "close_range": (436, 436),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "pipe": (22, None),
    "pipe2": (293, 59),
    "fsync": (74, 82),
    "fdatasync": (75, 83),
    "ftruncate": (77, 46),
    "fadvise64": (221, 223),
    "copy_file_range": (326, 285),
    "sendfile": (40, 71),
    # paths (the root holds libraries, read-only, and a small scratch place)
    "open": (2, None),
    "openat": (257, 56),
    "creat": (85, None),
    "stat": (4, None),
    "lstat": (6, None),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "access": (21, None),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "getdents": (78, None),
    "getdents64": (217, 61),
    "getcwd": (79, 17),
    "chdir": (80, 49),
    "fchdir": (81, 50),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "rmdir": (84, None),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "umask": (95, 166),
    "statfs": (137, 43),
    "fstatfs": (138, 44),
    # memory
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    "mincore": (27, 232),
    "membarrier": (324, 283),
    # signals, time and waiting
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "rt_sigpending": (127, 136),
    "rt_sigtimedwait": (128, 137),
    "rt_sigsuspend": (130, 133),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "pause": (34, None),
    "alarm": (37, None),
    "setitimer": (38, 103),
    "getitimer": (36, 102),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getrusage": (98, 165),
    "select": (23, None),
    "pselect6": (270, 72),
    "poll": (7, None),
    "ppoll": (271, 73),
    "epoll_create": (213, None),
    "epoll_create1": (291, 20),
    "epoll_ctl": (233, 21),
    "epoll_wait": (232, None),
    "epoll_pwait": (281, 22),
    "epoll_pwait2": (441, 441),
    "eventfd2": (290, 19),
    # pairs of sockets of its own (asyncio wakes itself through one), never a named socket
    "recvfrom": (45, 207),
    "shutdown": (48, 210),
    "getsockname": (51, 204),
    "getpeername": (52, 205),
    # threads, and questions about itself
    "set_robust_list": (273, 99),
    "get_robust_list": (274, 100),
    "rseq": (334, 293),
    "set_tid_address": (218, 96),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120),
    "sched_get_priority_max": (146, 125),
    "sched_get_priority_min": (147, 126),
    "getcpu": (309, 168),
    "arch_prctl": (158, None),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getppid": (110, 173),
    "getpgrp": (111, None),
    "getpgid": (121, 155),
    "getsid": (124, 156),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getgroups": (115, 158),
    "getresuid": (118, 148),
    "getresgid": (120, 150),
    "getrlimit": (97, 163),
    "getpriority": (140, 141),
    "getrandom": (318, 278),
    "sysinfo": (99, 179),
    "uname": (63, 160),
    "wait4": (61, 260),
    "waitid": (247, 95),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
_REFUSED = {
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    # what these take lies in memory, where no filter sees an address or descriptors in it
    "sendmsg": (46, 211),
    "recvmsg": (47, 212),
}
# Locks on files that all submissions have in common would be a line between them, and one on
# /dev/null holds up the machine. Nobody else has a submission's own files: its locks are granted
# by doing nothing.
_PRETENDED = {"flock": (73, 32)}
# Landlock does not govern these: they pass only where nobody else's files have a name.
_RIGHTS = {
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "utimensat": (280, 88),
}
_CLONE, _KILL_CALL, _TGKILL = (56, 220), (62, 129), (234, 131)
_PRLIMIT, _SOCKETPAIR, _FCNTL, _IOCTL = (302, 261), (53, 199), (72, 25), (16, 29)
_PRCTL, _SENDTO, _GETSOCKOPT, _FUTEX = (157, 167), (44, 206), (55, 209), (202, 98)
_FCNTL_COMMANDS = (0, 1, 2, 3, 4, 9, 11, 1030, 1031, 1032)  # never who gets signals
_FCNTL_LOCKS = (6, 7)
_IOCTL_REQUESTS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # terminal?, size, flags
_PRCTL_OPTIONS = (2, 3, 15, 16, 21, 39, 0x53564D41)  # questions, and names of threads and memory
# A stream goes to its other end and nowhere else; a datagram may name another socket.
_STREAMS = (1, 1 | 0x800, 1 | 0x80000, 1 | 0x80800)
# Kinds, errors and sizes; never who is at the other end, which is the judge.
_SOCKET_OPTIONS = (2, 3, 4, 7, 8, 30, 38, 39)
# Waiting, and all that is private to a process: a futex on a file that all have in common would
# wake another submission.
_FUTEX_WAITS = (0, 9, 0 | 256, 9 | 256)
_FUTEX_PRIVATE = 128


def _only(column, *conditions):
    """Return the lines that let a call pass where each argument is one of some values.

    Parameters
    ----------
    column : int
        The call's number.
    *conditions : (int, sequence of int)
        The position of an argument, of which 32 bits are looked at, and its values.
    """
    body = []
    for argument, values in conditions:
        body += [(_LOAD, 0, 0, _ARGUMENTS + 8 * argument), *_one_of(values)]
    return _where(column, [*body, (_RETURN, 0, 0, _ALLOW)])


def _one_of(values):
    """Return the lines that refuse a call unless what has been loaded is one of some values."""
    lefts = range(len(values), 0, -1)
    lines = [(_EQUAL, left, 0, value) for left, value in zip(lefts, values, strict=True)]
    return [*lines, (_RETURN, 0, 0, _ERRNO | errno.EPERM)]


def _where(column, body):
    """Return lines that are passed over for every call but one."""
    return [(_EQUAL, 0, len(body), column), *body]


def _without_address(column, argument):
    """Return the lines that let a call pass where a pointer among its arguments is null."""
    low = _ARGUMENTS + 8 * argument
    body = [(_LOAD, 0, 0, low), (_EQUAL, 0, 3, 0), (_LOAD, 0, 0, low + 4), (_EQUAL, 0, 1, 0)]
    body += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    return _where(column, body)


def _private_futex(column):
    """Return the lines that let a process wait, and wake itself only."""
    waits = _one_of(_FUTEX_WAITS)
    body = [(_LOAD, 0, 0, _ARGUMENTS + 8), (_ANY_BIT, len(waits), 0, _FUTEX_PRIVATE), *waits]
    return _where(column, [*body, (_RETURN, 0, 0, _ALLOW)])


def _file_control(column):
    """Return the lines for fcntl, which locks nothing."""
    body = [(_LOAD, 0, 0, _ARGUMENTS + 8)]
    for value in _FCNTL_LOCKS:
        body += [(_EQUAL, 0, 1, value), (_RETURN, 0, 0, _ERRNO)]
    return _where(column, [*body, *_one_of(_FCNTL_COMMANDS), (_RETURN, 0, 0, _ALLOW)])


def program(machine, pid, rights=True):
    """Return the filter for a machine as a list of (code, jump if true, jump if false, value).

    Parameters
    ----------
    machine : str
        ``x86_64`` or ``aarch64``.
    pid : int
        The process's own number: it may signal itself.
    rights : bool
        Whether it may change the rights and the times of files that it owns.

    Raises
    ------
    KeyError
        For a machine that no table is kept for.
    """
    arch, column = _AUDIT_ARCH[machine], list(_AUDIT_ARCH).index(machine)
    lines = [(_LOAD, 0, 0, _ARCH), (_EQUAL, 1, 0, arch), (_RETURN, 0, 0, _KILL)]
    lines += [(_LOAD, 0, 0, _NUMBER)]
    if machine == "x86_64":
        lines += [(_AT_LEAST, 0, 1, _X32_BIT), (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]
    allowed, refused = (_ALLOWED | _RIGHTS, _REFUSED) if rights else (_ALLOWED, _REFUSED | _RIGHTS)
    for call in allowed.values():
        if call[column] is not None:
            lines += [(_EQUAL, 0, 1, call[column]), (_RETURN, 0, 0, _ALLOW)]
    for call in refused.values():
        if call[column] is not None:
            lines += [(_EQUAL, 0, 1, call[column]), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    for call in _PRETENDED.values():
        lines += [(_EQUAL, 0, 1, call[column]), (_RETURN, 0, 0, _ERRNO)]
    lines += [(_EQUAL, 0, 4, _CLONE[column]), (_LOAD, 0, 0, _ARGUMENTS)]
    lines += [(_ANY_BIT, 1, 0, _CLONE_THREAD), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    lines += [(_RETURN, 0, 0, _ALLOW)]
    lines += _private_futex(_FUTEX[column]) + _without_address(_SENDTO[column], 4)
    lines += _file_control(_FCNTL[column])
    for call, *conditions in (
        (_KILL_CALL, (0, (pid,))),
        (_TGKILL, (0, (pid,))),
        (_PRLIMIT, (0, (0, pid))),
        (_SOCKETPAIR, (0, (_AF_UNIX,)), (1, _STREAMS)),
        (_GETSOCKOPT, (2, _SOCKET_OPTIONS)),
        (_IOCTL, (1, _IOCTL_REQUESTS)),
        (_PRCTL, (0, _PRCTL_OPTIONS)),
    ):
        lines += _only(call[column], *conditions)
    return [*lines, (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]


def restrict_self(rights=True):
    """Put the filter on this process for good.

    Parameters
    ----------
    rights : bool
        As for `program`.

    Raises
    ------
    OSError, KeyError
        Where the kernel has no filters, or the machine no table.
    """
    lines = program(os.uname().machine, os.getpid(), rights)
    code = b"".join(struct.pack("HBBI", *line) for line in lines)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("HxxxxxxP", len(lines), ctypes.addressof(buffer))
    argument = ctypes.create_string_buffer(header, len(header))
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    word = ctypes.c_ulong
    mode, pointer = word(_SECCOMP_MODE_FILTER), word(ctypes.addressof(argument))
    kernel.check(
        kernel.libc.prctl(kernel.PR_SET_SECCOMP, mode, pointer, word(0), word(0)), "seccomp"
    )
