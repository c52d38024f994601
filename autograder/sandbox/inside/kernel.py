"""The Linux system calls that the standard library does not offer, as plain functions.

Each raises OSError with the call's name. Numbers and flags are those of the kernel's headers
(include/uapi/linux: sched.h, mount.h, prctl.h, capability.h).
"""

import ctypes
import os

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 0x1
MS_NOSUID = 0x2
MS_NODEV = 0x4
MS_NOEXEC = 0x8
MS_REMOUNT = 0x20
MS_NOATIME = 0x400
MS_NODIRATIME = 0x800
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000
MS_RELATIME = 0x200000
MNT_DETACH = 0x2

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
PR_CAP_AMBIENT_CLEAR_ALL = 4

_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_CAPGET = {"x86_64": 125, "aarch64": 90}
_CAPSET = {"x86_64": 126, "aarch64": 91}

libc = ctypes.CDLL(None, use_errno=True)


def check(result, name):
    """Return the result of a system call, or raise OSError with its name where it failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def syscall(number, *arguments, name):
    """Make a system call by its number; integers and pointers are passed as machine words."""
    words = [ctypes.c_void_p(a) if isinstance(a, int) else a for a in arguments]
    return check(libc.syscall(ctypes.c_long(number), *words), name)


def unshare(flags):
    """Move this process (or, for PID, its children) into new namespaces."""
    check(libc.unshare(flags), "unshare")


def setns(descriptor, kind):
    """Join the namespace that an open file of /proc/PID/ns stands for."""
    check(libc.setns(descriptor, kind), "setns")


def prctl(option, argument=0):
    """Set one attribute of this process."""
    word = ctypes.c_ulong
    check(libc.prctl(option, word(argument), word(0), word(0), word(0)), "prctl")


def mount(source, target, kind="", flags=0, options=""):
    """Mount a file system, or a part of one that is there already (MS_BIND)."""
    result = libc.mount(
        source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode()
    )
    check(result, f"mount {target}")


def name_this_machine(name):
    """Set the host's and the domain's name in this UTS namespace."""
    check(libc.sethostname(name.encode(), len(name)), "sethostname")
    check(libc.setdomainname(b"", 0), "setdomainname")


def pivot_root(directory):
    """Make `directory`, which is a mount, the root, and forget the old root altogether."""
    os.chdir(directory)
    here = ctypes.c_char_p(b".")
    syscall(_PIVOT_ROOT[os.uname().machine], here, here, name="pivot_root")
    check(libc.umount2(b".", MNT_DETACH), "umount2")
    os.chdir("/")


def keep_capabilities():
    """Keep this process's capabilities across the next exec, which would take them from nobody."""
    machine = os.uname().machine
    header = ctypes.byref((ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0))
    held = (ctypes.c_uint32 * 6)()
    syscall(_CAPGET[machine], header, ctypes.byref(held), name="capget")
    for half in (0, 3):  # effective, permitted, inheritable; twice 32 bits
        held[half] = held[half + 2] = held[half + 1]
    syscall(_CAPSET[machine], header, ctypes.byref(held), name="capset")
    for capability in range(_LAST_CAPABILITY + 1):
        if held[3 * (capability // 32) + 1] >> capability % 32 & 1:
            raise_it, which = ctypes.c_ulong(PR_CAP_AMBIENT_RAISE), ctypes.c_ulong(capability)
            check(libc.prctl(PR_CAP_AMBIENT, raise_it, which, 0, 0), "prctl")


def drop_capabilities():
    """Give up every capability, also those that a later exec could win back."""
    for capability in range(_LAST_CAPABILITY + 1):
        if libc.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0) < 0:
            break  # EINVAL: the kernel knows no more of them
    libc.prctl(PR_CAP_AMBIENT, ctypes.c_ulong(PR_CAP_AMBIENT_CLEAR_ALL), 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    number = _CAPSET[os.uname().machine]
    syscall(number, ctypes.byref(header), ctypes.byref(nothing), name="capset")
