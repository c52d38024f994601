"""The warm process: it waits in the jail, and forks itself for each submission.

It has loaded everything that notebooks import and nothing else. What it is told comes from the
grader by a socket: first the jail to make, then, for each submission, one end of a new socket
that becomes the child's only way out.
"""

import gc
import importlib.util
import os
import resource
import signal
import socket
import sys

from . import frames, jail, kernel, runner
from .channel import Channel

FAILED = b"x"
CLONE = b"c"
CROWD = 16


def main(control, level):
    """Get warm in the jail, and fork until the grader hangs up.

    Parameters
    ----------
    control : Channel
        To the grader.
    level : Namespaces, Landlock or Nothing
        What shuts the notebooks in.
    """
    order, _ = frames.unpack(control.read, frames.MAX_REQUEST)
    limits = order["limits"]
    load_shell = _deferred("shell")  # its file cannot be seen from the jail, IPython's can
    try:
        level.enter()
        sys.path[:] = order["sys_path"]
        os.environ.pop("LD_LIBRARY_PATH", None)
        os.environ.update(order["environment"])
        shell = load_shell().start()
    except BaseException as error:
        control.write(frames.pack({"error": f"{type(error).__name__}: {error}"}))
        os._exit(1)
    limits["memory"] += _address_space(level)
    gc.collect()
    gc.freeze()  # or each child's collector would touch, and so copy, all of this
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control.write(frames.pack({"level": level.name}))
    line = socket.socket(fileno=control.descriptor)
    while True:
        wish, descriptors, _, _ = socket.recv_fds(line, 1, 1)
        if not descriptors:
            os._exit(0)
        if wish == CLONE:
            line = _clone(line, descriptors[0])
            continue
        _fork(line, level, shell, descriptors[0], limits)


def _deferred(name):
    """Read a module of this package now, and return a function that imports it."""
    spec = importlib.util.find_spec(f"{__package__}.{name}")
    code = spec.loader.get_code(spec.name)

    def load():
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        exec(code, module.__dict__)
        return module

    return load


def _clone(line, descriptor):
    """Fork a second warm process; return in each the socket that it listens to."""
    try:
        clone = os.fork()
    except OSError:
        os.close(descriptor)
        line.send(FAILED)
        return line
    if clone == 0:
        if sys.platform == "linux":
            kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        line.close()
        return socket.socket(fileno=descriptor)
    os.close(descriptor)
    _tell(line, clone)
    return line


def _fork(line, level, shell, channel, limits):
    try:
        level.before_fork()
        child = os.fork()
    except OSError:
        os.close(channel)
        line.send(FAILED)
        return
    if child == 0:
        line.detach()
        try:
            _run(level, shell, channel, limits)
        finally:
            os._exit(0)
    level.after_fork()
    os.close(channel)
    _tell(line, child)


def _tell(line, child):
    """Tell the grader a child's number, and hand over what stands for it."""
    handle = _handle(child)
    socket.send_fds(line, [b"%d" % child], [handle] if handle is not None else [])
    if handle is not None:
        os.close(handle)


def _handle(child):
    """Return a file descriptor that stands for a process, where the system has such."""
    return os.pidfd_open(child) if hasattr(os, "pidfd_open") else None


def _run(level, shell, descriptor, limits):
    if sys.platform == "linux":
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()  # Linux shares the processors out among sessions, whatever threads each has
    channel = Channel(descriptor)
    program, _ = frames.unpack(channel.read, frames.MAX_REQUEST)
    try:
        place = jail.Place(program["place"], program["files"], limits["scratch_bytes"])
        missing = level.lock(descriptor, place)
        threads = _threads(limits["threads"], level, missing)
        jail.limit(limits["memory"], limits["cpu"], limits["file_bytes"], threads)
    except OSError as error:
        channel.write(frames.pack({"error": str(error)}))
        raise
    channel.write(frames.pack({"missing": missing}))
    sys.path.insert(0, "")
    runner.serve(channel, shell, program)


def _threads(most, level, missing):
    """Return the limit of threads as the kernel counts them here."""
    if jail.SHARED_USER not in missing:
        return most
    # Counted together: with everybody's submissions, or with all that the user runs.
    return CROWD * most if level.name == "namespaces" else resource.RLIM_INFINITY


def _address_space(level):
    """Return the bytes of address space in use, or a generous guess where they are not told."""
    try:
        return level.address_space()
    except (AttributeError, OSError):
        return 2 << 30
