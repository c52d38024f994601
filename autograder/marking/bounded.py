"""Work on a learner's bytes in a process that the kernel ends when it takes too much.

Reading, rendering and cleaning take input of bounded size, and yet a few kilobytes can keep them
busy for minutes or fill the memory. So they happen in a helper: a fork of this process that stays
from one task to the next, with a timer of its own processor time, a limit of its address space,
and a parent that looks at the clock and counts what comes back. A helper that goes beyond any of
these is killed and the next task gets a new one, which costs a few milliseconds.

The helper is handed Python objects, which this side has made. What it sends back is text and is
never unpickled.
"""

import gc
import os
import pickle
import select
import signal
import socket
import struct
import sys
import threading
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass

from ..sandbox.inside import kernel

MEMORY = 288 << 20  # bytes of address space for a task, on top of what its helper starts with
_HEAD = struct.Struct(">cQ")
_SECONDS = struct.Struct(">d")
_RESULT, _RAISED, _STEP = b"r", b"e", b"s"
_OUT_OF_MEMORY, _RETIRED = 3, 4
_PART = 1 << 20
_WORDS = 500  # characters of an exception's text
_TAKEN = 5.0  # seconds for an idle helper to take a task
_here = threading.local()
_inside = None  # in a helper, its connection and its budget


@dataclass(frozen=True)
class Budget:
    """What one task may use.

    Attributes
    ----------
    cpu, wall : float
        Seconds of computing, and on the clock.
    output : int
        Bytes of what comes back.
    step : float
        Seconds of computing for one step, if a task has steps; `cpu` if it is 0.
    """

    cpu: float
    wall: float
    output: int
    step: float = 0.0


class Overrun(Exception):
    """A task took too much; the text ends a sentence that says what.

    Attributes
    ----------
    step : int or None
        The step that it was at, if it had begun one.
    """

    def __init__(self, reason, step=None):
        super().__init__(reason)
        self.step = step


class Raised(Exception):
    """A task raised; the text says what."""


class TooLong(Overrun):
    """A task's result is longer than it may be."""


class _Gone(Exception):
    """The helper had ended before it took the task."""


class Helper:
    """A process that does one kind of task after another.

    Parameters
    ----------
    function : callable
        From a task to a text. It is called in the helper, which is forked when it is first needed
        and has everything that this process has then.
    """

    def __init__(self, function):
        self._function, self._pid, self._owner, self._done = function, None, None, 0
        self.spent = 0.0  # seconds of computing, for all tasks together

    def __call__(self, task, budget):
        """Return what the function makes of a task.

        Raises
        ------
        Overrun
            If it goes beyond the budget.
        Raised
            If it raises.
        """
        if _inside or not hasattr(os, "fork"):
            return self._function(task)
        for _ in range(3):
            old = bool(self._done)
            try:
                return self._ask(task, budget)
            except _Gone:
                self.close()
            except TooLong:
                raise  # it is waiting for the next task
            except Overrun as error:
                self.spent += min(budget.step or budget.cpu, budget.cpu)
                self.close()
                if not (old and error.args[0] == _TOO_MUCH_MEMORY):
                    raise  # otherwise what earlier tasks have left behind may be to blame
        raise Overrun("the process that worked on it ended")

    def close(self):
        """End the process."""
        if self._pid is None or self._owner != os.getpid():
            self._pid = None
            return
        self._line.close()
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)
        self._pid = None

    def __del__(self):
        with suppress(Exception):
            self.close()

    def _ask(self, task, budget):
        if self._pid is None or self._owner != os.getpid():
            self.close()
            self._start()
        deadline = time.monotonic() + budget.wall
        request = pickle.dumps((task, budget.cpu, budget.step, budget.output))
        try:
            self._line.settimeout(_TAKEN)
            self._line.sendall(_HEAD.pack(_STEP, len(request)) + request)
        except OSError as error:
            raise _Gone from error
        step = None
        while True:
            kind, content = self._message(deadline, budget, step)
            if kind != _STEP:
                break
            (step,) = struct.unpack(">q", content)
        self._done += 1
        self.spent += _SECONDS.unpack(content[: _SECONDS.size])[0]
        text = content[_SECONDS.size :].decode("utf-8", "replace")
        if kind == _RAISED:
            raise Raised(text)
        return text

    def _message(self, deadline, budget, step):
        kind, size = _HEAD.unpack(self._read(_HEAD.size, deadline, budget, step))
        if size > budget.output + _SECONDS.size:
            spent = self._read(_SECONDS.size, deadline, budget, step)
            self.spent += _SECONDS.unpack(spent)[0]
            raise TooLong(f"it comes to more than {told_bytes(budget.output)}", step)
        return kind, self._read(size, deadline, budget, step)

    def _read(self, count, deadline, budget, step):
        data = bytearray()
        while len(data) < count:
            left = deadline - time.monotonic()
            if left <= 0 or not self._poll.poll(left * 1000):
                raise Overrun(f"it took more than {budget.wall:g} seconds", step)
            try:
                part = self._line.recv(min(count - len(data), _PART))
            except OSError:
                part = b""
            if not part:
                raise self._end(budget, step)
            data += part
        return bytes(data)

    def _end(self, budget, step):
        """Return the exception for a helper that has ended by itself."""
        _, status = os.waitpid(self._pid, 0)
        self._pid = None
        self._line.close()
        code = os.waitstatus_to_exitcode(status)
        if code == _RETIRED:
            return _Gone()
        if code == -signal.SIGPROF:
            seconds = budget.cpu if step is None else (budget.step or budget.cpu)
            return Overrun(f"it took more than {seconds:g} seconds of computing", step)
        if code == _OUT_OF_MEMORY:
            return Overrun(_TOO_MUCH_MEMORY, step)
        return Overrun("the process that worked on it ended", step)

    def _start(self):
        ours, theirs = socket.socketpair()
        with warnings.catch_warnings():
            # From Python 3.12 on a fork beside other threads warns. The helper takes no lock.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            try:
                # Whatever else is open here would stay open as long as the helper lives.
                ours.detach()
                os.closerange(3, theirs.fileno())
                os.closerange(theirs.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
                _serve(theirs, self._function)
            finally:
                os._exit(1)
        theirs.close()
        self._line, self._pid, self._owner, self._done = ours, pid, os.getpid(), 0
        self._poll = select.poll()
        self._poll.register(ours, select.POLLIN)


_TOO_MUCH_MEMORY = "it took more memory than is kept for it"


def run(function, task, budget):
    """Return what a module's function makes of a task, in this thread's helper.

    Parameters
    ----------
    function : callable
        A function of a module, from the task to a text.
    task : object
        Pickled.
    budget : Budget

    Raises
    ------
    Overrun, Raised
        As in `Helper`.
    """
    return function(task) if _inside else _helper()((function, task), budget)


def spent():
    """Return the seconds of computing that helpers have used for this thread so far."""
    return time.process_time() if _inside else _helper().spent


def inside():
    """Whether this process is a helper."""
    return _inside is not None


def step(number):
    """In a helper, report which step begins; each has its own limit of processor time."""
    if _inside:
        line, cpu, longest = _inside
        line.sendall(_HEAD.pack(_STEP, 8) + struct.pack(">q", number))
        _arm(min(longest or cpu, max(cpu - time.process_time() + _Clock.start, 0.01)))


def told_bytes(count):
    """Return a number of bytes in words."""
    return f"{count / 1e6:.3g} MB" if count >= 1_000_000 else f"{count / 1e3:.3g} kB"


def _helper():
    if not hasattr(_here, "helper"):
        _here.helper = Helper(_call)
    return _here.helper


def _call(task):
    function, argument = task
    return function(argument)


class _Clock:
    """When, in processor time, the present task began."""

    start = 0.0


def _serve(line, function):
    """Do tasks until the other side hangs up; this runs in the helper."""
    global _inside
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)  # Python complains there when memory runs out
    for number in (signal.SIGTERM, signal.SIGPROF):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    gc.freeze()
    most = _limit_memory()
    while True:
        try:
            request = _receive(line)
        except EOFError:
            os._exit(0)
        task, cpu, longest, output = pickle.loads(request)
        _inside = line, cpu, longest
        _Clock.start = time.process_time()
        _arm(cpu)
        try:
            kind, content = _RESULT, function(task)
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        except Exception as error:
            kind, content = _RAISED, f"{type(error).__name__}: {error}"[:_WORDS]
        content = content.encode("utf-8", "replace")
        _arm(0)
        spent = _SECONDS.pack(time.process_time() - _Clock.start)
        if len(content) > output:  # the size is enough for the other side to refuse it
            line.sendall(_HEAD.pack(kind, len(content) + len(spent)) + spent)
            continue
        line.sendall(_HEAD.pack(kind, len(content) + len(spent)) + spent + content)
        del task, request, content
        if most and _address_space() > most:
            os._exit(_RETIRED)


def _arm(seconds):
    """Let the kernel end this process after some processor time, never if it is 0."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_memory():
    """Limit the address space; return what of it a helper may keep between two tasks."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    now = _address_space()
    if not now:
        return 0
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = now + MEMORY
    soft = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    return now + MEMORY // 2


def _address_space():
    """Return the bytes of this process's address space, or 0 if it is unknown."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _receive(line):
    def read(count):
        data = bytearray()
        while len(data) < count:
            part = line.recv(min(count - len(data), _PART))
            if not part:
                raise EOFError
            data += part
        return bytes(data)

    line.settimeout(None)
    _, size = _HEAD.unpack(read(_HEAD.size))
    return read(size)
