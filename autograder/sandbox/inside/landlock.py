"""Landlock: a process gives up, for good, all paths but a few.

Written after the kernel's Documentation/userspace-api/landlock.rst. Rulesets stack: a process may
restrict itself again, never less.
"""

import ctypes
import os
import struct

from . import kernel

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same on every architecture
_VERSION_FLAG = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_READ = _READ_FILE | _READ_DIR
_FIRST_ABI = (1 << 13) - 1
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_SPECIAL_FILES = (1 << 6) | (1 << 9) | (1 << 10) | (1 << 11)  # device, socket, FIFO, block device
_TCP = 3
_SCOPES = 3  # abstract sockets and signals


def version():
    """Return the kernel's Landlock version, or 0 where it has none."""
    try:
        return kernel.syscall(_CREATE, 0, 0, _VERSION_FLAG, name="landlock_create_ruleset")
    except OSError:
        return 0


def restrict_self(readable, writable, listed=()):
    """Leave this process only the given paths, each with all that is below it.

    Parameters
    ----------
    readable, writable : iterable of str
        Files and directories that exist. What is writable may be read too. Nothing may be run.
    listed : iterable of str
        Directories whose names may be read, and no file in them.

    Raises
    ------
    OSError
        Where the kernel has no Landlock, or a path cannot be opened.
    """
    abi = version()
    handled = _FIRST_ABI
    for since, right in ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL_DEV)):
        handled |= right if abi >= since else 0
    attribute = struct.pack("QQQ", handled, _TCP if abi >= 4 else 0, _SCOPES if abi >= 6 else 0)
    attribute = attribute[: 24 if abi >= 6 else 16 if abi >= 4 else 8]
    buffer = ctypes.create_string_buffer(attribute, len(attribute))
    pointer = ctypes.byref(buffer)
    ruleset = kernel.syscall(_CREATE, pointer, len(attribute), 0, name="landlock_create_ruleset")
    try:
        everything = handled & ~(_EXECUTE | _SPECIAL_FILES)
        for paths, rights in ((listed, _READ_DIR), (readable, _READ), (writable, everything)):
            for path in paths:
                _allow(ruleset, path, rights)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        kernel.syscall(_RESTRICT, ruleset, 0, name="landlock_restrict_self")
    finally:
        os.close(ruleset)


def _allow(ruleset, path, rights):
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not os.path.isdir(path):
            rights &= _READ_FILE | _WRITE_FILE | _TRUNCATE | _IOCTL_DEV
        rule = struct.pack("=Qi", rights, descriptor)
        pointer = ctypes.byref(ctypes.create_string_buffer(rule, len(rule)))
        kernel.syscall(_ADD, ruleset, _PATH_BENEATH, pointer, 0, name="landlock_add_rule")
    finally:
        os.close(descriptor)
