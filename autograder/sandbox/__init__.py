"""Run learners' notebooks where they can reach nothing.

The learner's code runs in a child of a warm process that is shut in an empty root, with
namespaces, a system call filter, Landlock and resource limits of its own (see `inside.root` and
`inside.jail`). It turns inputs into outputs; what it sends back is bounded, checked and never
unpickled.

Why the warm process does not start inside bubblewrap, nsjail or a systemd scope. It is not the
time: bubblewrap adds some 60 ms, once, to a start of 2 to 3 s that NumPy, Matplotlib and IPython
take. It is what would be gained and lost.

- Of some 950 lines that shut notebooks in, bubblewrap takes over about 130 (`inside.root`, and
  `pivot_root`). All that is done for each submission stays: its own user, mounts, process numbers
  and network, its filter, Landlock and limits, since one bubblewrap for each would be one start
  for each.
- Started by root, bubblewrap maps the user inside to root outside, so what it runs may read all
  that root owns and is bound. Here root becomes nobody before anything runs.
- The children's user namespaces are set up through ``/proc``. bubblewrap mounts a new one, which
  containers with a masked ``/proc`` refuse; here an open descriptor is enough.
- It would have to be installed, by root, where now ``pip`` is enough; nsjail is not even packaged
  for Debian 12. Where there is none, our own code, or no grading, would remain.
- A systemd scope limits and isolates no files; the limits are used where they can be had (see
  `groups`).
"""

import copy
import sys

from . import groups
from .forking import NoJail, Zygote
from .inside.jail import SHARED_USER
from .running import Limits, Run, SandboxError, Trial, run

__all__ = ["LEVELS", "IsolationError", "Limits", "Run", "Sandbox", "SandboxError", "Trial"]

LEVELS = ("namespaces", "landlock", "none")


class IsolationError(Exception):
    """No isolation can be had on this machine, and nobody has said that this is accepted."""


class Sandbox:
    """A place to run submissions, one after the other.

    Parameters
    ----------
    limits : Limits
        What each may use.
    accept_none : bool
        Whether to go on where the machine offers no isolation, or one without the system call
        filter.
    levels : iterable of str
        The levels to try, best first.

    Attributes
    ----------
    level : str
        The level in force: "namespaces", "landlock" or "none".
    missing : list of str
        Lesser protections that this machine does not add to it.

    Raises
    ------
    IsolationError
        If there is no isolation here and that is not accepted.
    """

    def __init__(self, limits=None, accept_none=False, levels=LEVELS):
        self.limits = limits or Limits()
        hard = ("memory", "cpu", "file_bytes", "scratch_bytes", "threads")
        self._hard = {name: getattr(self.limits, name) for name in hard}
        self._groups = groups.find() if sys.platform == "linux" else None
        self._is_copy = False
        reasons = []
        for level in levels:
            if level == "none" and not accept_none:
                break
            if level != "none" and sys.platform != "linux":
                reasons.append(f"{level}: only on Linux")
                continue
            try:
                self._zygote = Zygote(level, self._hard, self._groups)
            except NoJail as error:
                reasons.append(f"{level}: {error}")
                continue
            self.level = level
            try:  # an empty notebook shows whether a child can be locked up here
                self.missing = self.run([]).missing
            except SandboxError as error:
                self._zygote.close()
                reasons.append(f"{level}: {error}")
                continue
            if "seccomp" in self.missing and not accept_none:
                self._zygote.close()
                reasons.append(f"{level}: without seccomp, the filter of system calls")
                continue
            return
        self._leave_groups()
        raise IsolationError("; ".join(reasons) or "no level of isolation was allowed")

    def run(self, cells, requests=(), names=(), files=None, again=None, rooms=None):
        """Run a notebook's cells, then call its functions.

        Parameters
        ----------
        cells : list of str
            The code of each cell.
        requests : list of (str, Call)
            Which functions to call, and with what.
        names : iterable of str
            The functions' names; a name keeps the last function that it was bound to.
        files : dict of str, optional
            The course's own files beside the notebook.
        again : callable, optional
            From the outcomes to the `Trial` that shall follow in the same child, or None.
        rooms : list of int, optional
            For each request, how many bytes its answer may have.

        Returns
        -------
        Run

        Raises
        ------
        SandboxError
            If the sandbox itself does not work.
        """
        program = {"cells": list(cells), "names": list(names), "files": files or {}}
        return run(self._fork, program, list(requests), self.limits, again, rooms)

    @property
    def protection(self):
        """What is in force, in words: the level, what adds to it, how threads are counted."""
        if self.level == "none":
            return self.level
        kinds = [
            kind for kind in ("landlock", "seccomp") if kind not in (self.level, *self.missing)
        ]
        words = [f"{self.level} with {' and '.join(kinds)}" if kinds else self.level]
        words += [f"without {kind}" for kind in ("landlock", "seccomp") if kind in self.missing]
        counted = "all together" if SHARED_USER in self.missing else "for each submission"
        words += [f"threads counted {counted}"]
        if limited := self._zygote.controllers:
            words += [f"control groups of {', '.join(limited)}"]
        return ", ".join(words)

    @property
    def warm_pid(self):
        """The number of the process that the warm process and every child descend from."""
        return self._zygote.pid

    def close(self):
        """End the warm process."""
        self._zygote.close()
        self._leave_groups()

    def clone(self):
        """Return a sandbox for one more worker, in a few milliseconds; it ends with this one.

        Raises
        ------
        OSError
            If the warm process is gone or cannot fork.
        """
        place = copy.copy(self)
        place._zygote, place._is_copy = self._zygote.clone(), True
        return place

    def _leave_groups(self):
        if self._groups and not self._is_copy:
            self._groups.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _fork(self):
        try:
            return self._zygote.fork()
        except OSError:  # whatever has killed the warm process, the next submission is not to blame
            self._zygote.close()
        try:
            self._zygote = Zygote(self.level, self._hard, self._groups)
            return self._zygote.fork()
        except OSError as error:
            raise SandboxError(f"the warm process does not start: {error}") from error
