"""Run learners' notebooks where they can reach nothing.

The learner's code runs in a child of a warm process that is shut in an empty root, with
namespaces, a system call filter, Landlock and resource limits of its own (see `inside.jail`). It
turns inputs into outputs; what it sends back is bounded, checked and never unpickled.

Why not bubblewrap: it does the same with the same system calls, but has to start a program, and
a program that imports NumPy, Matplotlib and IPython takes most of a second. Forked from a warm
process a child is ready in about ten milliseconds, and needs no program to be installed.
"""

import sys

from .inside.jail import SHARED_USER
from .running import Limits, Run, SandboxError, Trial, run
from .zygote import NoJail, Zygote

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
        reasons = []
        for level in levels:
            if level == "none" and not accept_none:
                break
            if level != "none" and sys.platform != "linux":
                reasons.append(f"{level}: only on Linux")
                continue
            try:
                self._zygote = Zygote(level, self._hard)
            except NoJail as error:
                reasons.append(f"{level}: {error}")
                continue
            self.level = level
            try:  # an empty notebook shows whether a child can be locked up here
                self.missing = self.run([]).missing
            except SandboxError as error:
                self.close()
                reasons.append(f"{level}: {error}")
                continue
            if "seccomp" in self.missing and not accept_none:
                self.close()
                reasons.append(f"{level}: without seccomp, the filter of system calls")
                continue
            return
        raise IsolationError("; ".join(reasons) or "no level of isolation was allowed")

    def run(self, cells, requests=(), names=(), files=None, rooms=None, again=None):
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
        rooms : list of int, optional
            For each request, how many bytes its answer may have.
        again : callable, optional
            From the outcomes to the `Trial` that shall follow in the same child, or None.

        Returns
        -------
        Run

        Raises
        ------
        SandboxError
            If the sandbox itself does not work.
        """
        program = {"cells": list(cells), "names": list(names), "files": files or {}}
        return run(self._fork, program, list(requests), self.limits, rooms, again)

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
        return ", ".join([*words, f"threads counted {counted}"])

    @property
    def warm_pid(self):
        """The number of the process that the warm process and every child descend from."""
        return self._zygote.pid

    def close(self):
        """End the warm process."""
        self._zygote.close()

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
            self._zygote = Zygote(self.level, self._hard)
            return self._zygote.fork()
        except OSError as error:
            raise SandboxError(f"the warm process does not start: {error}") from error
