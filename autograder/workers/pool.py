"""A few worker processes that are expected to die now and then.

Each worker takes one task at a time. Where it dies, its task goes to a new worker, twice at most;
no other task notices. A worker that takes far longer than anything in a task may, or has grown far
larger, is ended: every step has limits of its own, and these stand behind them.
"""

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from contextlib import suppress
from functools import partial
from multiprocessing.connection import wait

from ..sandbox.inside import kernel

TRIES = 2
TASK_SECONDS = 600.0  # on the clock, for one task
WORKER_MEMORY = 500 << 20  # bytes: a larger worker gives way to a new one
GROWTH = 1.5  # times what it began with, for one that began larger
LOOK = 1.0  # seconds between two looks at the workers
STARTING = object()


class WorkerLost(Exception):
    """A task has ended the worker each time it was tried."""


class NoWorkers(Exception):
    """There is nobody to give tasks to; the text says what to do."""


class Failed(Exception):
    """A task has raised; the text says what."""


class Pool:
    """Worker processes.

    Parameters
    ----------
    workers : int
        How many.
    make : callable
        Called in each worker; returns a function from task to result. Tasks and results are
        pickled between this process and its own workers.
    before : callable, optional
        Called here before each worker starts; `make` is given what it returns, which is closed
        here, in this process's hands, once the worker has it.
    """

    def __init__(self, workers, make, before=None):
        self._make, self._before = make, before
        self._context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._busy, self._idle = {}, []
        self._first = {}  # by process, the memory that it began with
        for _ in range(workers):
            self._start()

    def map(self, tasks):
        """Yield (task, result or exception) for each task, as they are done.

        Parameters
        ----------
        tasks : iterable
            Taken from only when a worker is free.

        Raises
        ------
        Exception
            Whatever `make` has raised in a worker.
        """
        tasks, again = iter(tasks), deque()
        while True:
            while self._idle:
                task, tries = again.popleft() if again else (next(tasks, None), 0)
                if task is None:
                    break
                self._give(self._idle.pop(), task, tries)
            if not self._busy:
                return
            ready = wait(list(self._busy), LOOK)
            for connection in ready or self._overdue():
                process, task, tries, since = self._busy.pop(connection)
                try:
                    good, result = connection.recv()
                except (EOFError, OSError):
                    if time.monotonic() - since > TASK_SECONDS:
                        tries = TRIES
                    self._bury(process, connection)
                    if task is STARTING:
                        raise WorkerLost("a worker could not be started") from None
                    if tries + 1 < TRIES:
                        again.append((task, tries + 1))
                        continue
                    good, result = False, WorkerLost(f"the worker that marked it {_ended(since)}")
                else:
                    memory = _memory_of(process.pid)
                    # Forked from a large process it is large from the start, and would be again.
                    first = self._first.setdefault(process.pid, memory)
                    if memory > max(WORKER_MEMORY, GROWTH * first):
                        self._bury(process, connection)
                    else:
                        self._idle.append((process, connection))
                    if task is STARTING and not good:
                        raise result
                    if task is STARTING:
                        continue
                yield task, result if good else _as_exception(result)

    def close(self):
        """End every worker."""
        held = [(process, connection) for connection, (process, *_) in self._busy.items()]
        for process, connection in [*self._idle, *held]:
            connection.close()
            process.terminate()
        for process, _ in [*self._idle, *held]:
            process.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _start(self):
        given = self._before() if self._before else None
        make = partial(self._make, given) if given else self._make
        ours, theirs = self._context.Pipe()
        others = [connection for _, connection in self._idle] + list(self._busy)
        process = self._context.Process(
            target=_work, args=(theirs, make, [ours, *others]), daemon=True
        )
        process.start()
        theirs.close()
        if given:
            given.close()
        self._busy[ours] = (process, STARTING, 0, time.monotonic())

    def _give(self, worker, task, tries):
        process, connection = worker
        with suppress(OSError):  # a worker that has died is noticed when its answer is read
            connection.send(task)
        self._busy[connection] = (process, task, tries, time.monotonic())

    def _overdue(self):
        """End the workers that take too long; return the lines on which that will be heard."""
        late = []
        for connection, (process, *_, since) in self._busy.items():
            if time.monotonic() - since > TASK_SECONDS:
                process.kill()
                process.join()
                late.append(connection)
        return late

    def _bury(self, process, connection):
        self._first.pop(process.pid, None)
        connection.close()
        process.kill()
        process.join()
        self._start()


def _ended(since):
    """Return what has become of a worker, in words."""
    if time.monotonic() - since > TASK_SECONDS:
        return f"was ended after {TASK_SECONDS:g} seconds"
    return "died, twice"


def _memory_of(pid):
    """Return the bytes of memory that a process has for itself, or 0 where that is not told."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            _, resident, shared, *_ = map(int, file.read().split())
            return (resident - shared) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _as_exception(result):
    return result if isinstance(result, Exception) else Failed(str(result))


def _work(connection, make, others):
    """Do tasks until the other side hangs up; this runs in the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides what an interrupt means
    if sys.platform == "linux":
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    for other in others:
        other.close()  # or the end of the main process would go unnoticed
    try:
        function = make()
    except Exception as error:
        connection.send((False, error))
        return
    connection.send((True, None))
    gc.freeze()  # what was loaded stays: looking through it again and again would take a fifth
    gc.set_threshold(20_000)
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        try:
            answer = (True, function(task))
        except Exception as error:
            answer = (False, f"{type(error).__name__}: {error}")
        connection.send(answer)
