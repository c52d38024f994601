"""Workers on other machines: a Dask cluster in the place of `Pool`.

Each of Dask's workers has this course installed, in the same version, and starts sandboxes of its
own. It gets a submission as text and gives back its verdicts and its graded copy; nothing is
written there. Where a worker dies, Dask gives what it had to others.
"""

import logging
import threading
from concurrent.futures import CancelledError
from itertools import islice
from uuid import uuid4

from ..provenance import VERDICTS, loaded
from ..sandbox import IsolationError
from .pool import NoWorkers, WorkerLost

COURSE = loaded(VERDICTS)  # of the course that this process has loaded
AHEAD = 4  # tasks for each thread of a worker, so that none waits for the next
PATIENCE = 30  # seconds without any worker
LOST = "The connection to the scheduler is lost; what was done before is kept."
_here = threading.local()


class OtherCourse(Exception):
    """A worker has other checks than this machine."""


class Cluster:
    """The workers of a Dask scheduler, with a ``map`` like `Pool`'s.

    Parameters
    ----------
    address : str
        The scheduler's, such as "tcp://192.0.2.1:8786"; "tls://…" takes Dask's own configuration.
    workplace : callable
        What `Pool` calls its `make`; it and the tasks are pickled.
    patience : float
        Seconds to wait for a worker where there is none.

    Raises
    ------
    NoWorkers
        If nobody answers there.
    """

    def __init__(self, address, workplace, patience=PATIENCE):
        try:
            import distributed
        except ImportError as error:
            raise NoWorkers(
                "Grading on a cluster needs one more package: pip install distributed"
            ) from error
        # What Dask logs on a lost connection is pages long; what it means is said by `LOST`.
        for name in filter(_of_dask, list(logging.root.manager.loggerDict)):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._dask, self._workplace, self._patience = distributed, workplace, patience
        self._waiting = {}
        try:
            self._client = distributed.Client(address, timeout=patience)
        except (OSError, ValueError, ImportError) as error:
            raise NoWorkers(f"No scheduler answers at {address}: {error}") from error
        try:
            self._client.wait_for_workers(1, timeout=patience)
        except TimeoutError as error:
            self.close()
            raise NoWorkers(f"The scheduler at {address} has no workers.") from error

    def map(self, tasks):
        """Yield (task, result or exception) for each task, as they are done.

        Parameters
        ----------
        tasks : iterable
            Each with a method ``packed`` that puts into it what lies in files here.

        Raises
        ------
        NoWorkers
            If the last worker is gone, and none comes; or if the scheduler is.
        IsolationError
            If a worker cannot isolate submissions.
        """
        try:
            yield from self._map(iter(tasks))
        except (OSError, CancelledError) as error:
            raise NoWorkers(LOST) from error

    def _map(self, tasks):
        while True:
            room = AHEAD * max(1, sum(self._threads().values())) - len(self._waiting)
            for task in islice(tasks, max(0, room)):
                try:
                    self._submit(task)
                except Exception as error:
                    yield task, error
            if not self._waiting:
                return
            for future in self._done():
                yield self._waiting.pop(future), self._result(future)

    def close(self):
        """Take back what is not done, and leave the cluster as it is."""
        self._client.cancel(list(self._waiting), force=True)
        self._client.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _submit(self, task):
        key = f"grading-{uuid4().hex}"
        arguments = (COURSE, self._workplace, task.packed())
        self._waiting[self._client.submit(_work, *arguments, key=key, pure=False)] = task

    def _threads(self):
        return self._client.nthreads()

    def _done(self):
        """Wait for some result; return what is done."""
        while True:
            try:
                done = self._dask.wait(
                    list(self._waiting), timeout=self._patience, return_when="FIRST_COMPLETED"
                ).done
            except TimeoutError:
                if self._threads():
                    continue
                raise NoWorkers("The cluster has no worker left.") from None
            if self._client.status != "running":
                raise NoWorkers(LOST)
            return done

    def _result(self, future):
        error = future.exception()
        if isinstance(error, IsolationError):
            raise error
        if isinstance(error, self._dask.KilledWorker):
            return WorkerLost("each worker that marked it died")
        return future.result() if error is None else error


def _of_dask(name):
    return name.partition(".")[0] == "distributed"


def _work(course, workplace, task):
    """Do one task; this runs in a thread of a worker, which keeps its sandbox for the next."""
    if course != COURSE:
        raise OtherCourse("the worker has another version of the course: install this one there")
    if getattr(_here, "workplace", None) != workplace:
        if hasattr(_here, "function"):
            _here.function.close()
        _here.function, _here.workplace = workplace(), workplace
    return _here.function(task)
