"""Run a submission in the sandbox, and go on without what broke it.

A cell that hangs or ends the process costs its limit; the notebook is then run again without that
cell, so that the rest still counts. A function that hangs loses its own calls only.
"""

import select
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from attention_lab.checking import calls as vocabulary

from . import received, undefined
from .answering import Answers, Ended
from .inside import frames, values
from .inside.runner import PATIENT

PATIENCE = 0.2  # seconds between two looks at a child's processor time
GRACE_CPU = 2.0
GRACE_WALL = 5.0
SLOW = 0.01  # of a processor: what uses less is waiting, not crowded out


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes
    ----------
    cell_cpu, cell_wall, call_cpu, call_wall : float
        Seconds of computing, and on the clock, for one cell or one call of a function. A cell's
        and a call's limit halves each time it has been reached, down to a tenth. What others keep
        from the processor gets more on the clock, four times as much at most.
    total_wall : float
        Seconds on the clock for everything, starting over included.
    runs : int
        How often a notebook is run, leaving out what ended the process before.
    memory : int
        Bytes on top of what an empty notebook needs.
    cpu : int
        Seconds of computing for one run.
    file_bytes, scratch_bytes : int
        The largest file, and all files together.
    threads : int
        Threads, the first included.
    output_bytes, outcome_bytes : int
        How much is read of what the cells put out, and of what the functions return.
    asks, ask_numbers : int
        How often stand-ins for earlier functions may ask for an answer in one submission, and how
        many numbers a question may hold.
    ask_seconds : float
        Seconds that all answers together may take.
    """

    cell_cpu: float = 5.0
    cell_wall: float = 15.0
    call_cpu: float = 5.0
    call_wall: float = 15.0
    total_wall: float = 90.0
    runs: int = 4
    memory: int = 512 << 20
    cpu: int = 60
    file_bytes: int = 8 << 20
    scratch_bytes: int = 16 << 20
    threads: int = 32
    output_bytes: int = 8 << 20
    outcome_bytes: int = 64 << 20
    asks: int = 1_000
    ask_numbers: int = 2_000
    ask_seconds: float = 5.0


@dataclass
class Run:
    """What came of a submission.

    Attributes
    ----------
    outputs : list of list of dict
        For each cell, its outputs.
    outcomes : list of Outcome
        For each request, what came of it.
    stopped : dict of str
        By cell number, why a cell was stopped.
    missing : list of str
        Lesser protections that this machine does not have.
    second : dict
        Of a second trial (see `Trial`), by function, the outcomes of its calls and the set of
        earlier functions that it asked for; a function whose calls did not all end is left out.
    """

    outputs: list
    outcomes: list
    stopped: dict = field(default_factory=dict)
    missing: list = field(default_factory=list)
    second: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Trial:
    """A second trial of some functions, with right earlier functions in the place of the learner's.

    Attributes
    ----------
    requests : list of (str, Call)
        The functions to call, and with what, function by function.
    rooms : list of int
        For each of them, how many bytes its answer, or a question that it asks, may have.
    stand_ins : dict
        By function, the names of the earlier functions that it may ask for.
    answer : callable
        From an earlier function's name and a `Call` to the right `Outcome`.
    """

    requests: list
    rooms: list
    stand_ins: dict
    answer: object


class SandboxError(Exception):
    """The sandbox itself does not work: nobody's submission is to blame."""


class _Wire:
    """Bounded reads from a child, with an eye on the clock and on its processor time."""

    def __init__(self, child, deadline, limits):
        self.child, self.deadline, self.limits = child, deadline, limits
        self.left = limits.output_bytes
        self.step(limits.cell_cpu, limits.cell_wall)

    def step(self, cpu, wall):
        """Begin to wait for one more cell or call."""
        self._used, now = self.child.cpu(), time.monotonic()
        self._cpu = self._used + cpu + GRACE_CPU
        self._wall = min(now + wall + GRACE_WALL, self.deadline)
        self._latest = min(now + PATIENT * wall + GRACE_WALL, self.deadline)

    def message(self, most=None):
        """Return the next message's header and blocks.

        Parameters
        ----------
        most : int, optional
            How many bytes of blocks are kept; of a message with more, None takes their place.

        Raises
        ------
        Ended
            If there is none in time, or none at all, or it is not a message.
        """
        try:
            header, sizes = frames.unpack_head(self._read, max(self.left, 0))
            if most is not None and sum(sizes) > most:
                self._skip(sum(sizes))
                return header, None
            return header, [self._read(size) for size in sizes]
        except frames.BadFrame as error:
            raise Ended("it said more than is kept") from error
        except OSError as error:
            raise Ended("it ended the process") from error

    def send(self, header, blobs=()):
        """Send a message.

        Raises
        ------
        Ended
            If the child does not take it.
        """
        self.child.connection.settimeout(GRACE_WALL)
        try:
            self.child.connection.sendall(frames.pack(header, blobs))
        except OSError as error:
            raise Ended("it ended the process") from error

    def _skip(self, count):
        """Read so many bytes and keep none."""
        while count > 0:
            count -= len(self._read(min(count, 1 << 20)))

    def _read(self, count):
        data = bytearray()
        self.left -= count
        while len(data) < count:
            ready, _, _ = select.select([self.child.connection], [], [], PATIENCE)
            # Each time, or a child that sends a byte now and then could go on for days.
            self._look()
            if not ready:
                continue
            part = self.child.connection.recv(min(count - len(data), 1 << 20))
            if not part:
                raise Ended("it ended the process")
            data += part
        return bytes(data)

    def _look(self):
        used, now = self.child.cpu(), time.monotonic()
        if used > self._cpu or now > self._latest:
            raise Ended("it took too long and would not stop")
        if now > self._wall:
            if used - self._used < SLOW:
                raise Ended("it took too long and would not stop")
            self._used, self._wall = used, now + 1  # another second, for what gets on if slowly


def run(fork, program, requests, limits, again=None, rooms=None):
    """Run cells and call functions in fresh children, as often as it takes.

    Parameters
    ----------
    fork : callable
        Returns a new `Child`.
    program : dict
        "cells" (list of str), "files" (dict of str) and "names" (list of str).
    requests : list of (str, Call)
        The functions to call, and with what.
    limits : Limits
    again : callable, optional
        From the outcomes of all requests to the `Trial` that shall follow, or None.
    rooms : list of int, optional
        For each request, how many bytes its answer may have. Of a larger one only the shape counts.

    Returns
    -------
    Run

    Raises
    ------
    SandboxError
        If no child can be had.
    """
    result = Run([[] for _ in program["cells"]], [None] * len(requests))
    deadline = time.monotonic() + limits.total_wall
    lost = "the notebook had used up its time"
    for _ in range(limits.runs):
        skip = sorted(result.stopped)
        attempt = _Attempt(fork, {**program, "skip": skip}, deadline, limits, result)
        try:
            attempt.cells()
        except Ended as error:
            result.stopped[attempt.cell] = str(error)
            lost = f"a cell of the notebook did not end well: {error}"
            attempt.end()
            if attempt.cell < len(program["cells"]) and time.monotonic() < deadline:
                continue
            break
        try:
            attempt.calls(requests, rooms)
        except Ended as error:
            lost = f"the process that called it was lost: {error}"
            _lose(requests, result, attempt.request, str(error))
            if time.monotonic() < deadline:
                continue
        else:
            _explain_missing(requests, program, result)
            if again and (trial := again(result.outcomes)):
                with suppress(Ended):
                    attempt.second(trial)
        finally:
            attempt.end()
        break
    for index, outcome in enumerate(result.outcomes):
        if outcome is None:
            result.outcomes[index] = vocabulary.Outcome("lost", message=lost)
    _explain_missing(requests, program, result)
    for cell, reason in result.stopped.items():
        if cell < len(result.outputs):
            text = f"This cell was stopped: {reason}."
            result.outputs[cell].append(received.error("Stopped", reason, [text]))
    return result


def _explain_missing(requests, program, result):
    """Say of each function that is not there why, if the cell that defines it has failed."""
    for index, outcome in enumerate(result.outcomes):
        if outcome is not None and outcome.kind == "missing":
            name = requests[index][0]
            result.outcomes[index] = undefined.missing(name, program["cells"], result.outputs)


def _lose(requests, result, index, reason):
    """Give up all of one function's calls that have no outcome yet."""
    name = requests[index][0]
    for other, (its_name, _) in enumerate(requests):
        if its_name == name and result.outcomes[other] is None:
            result.outcomes[other] = vocabulary.Outcome("lost", message=reason)


class _Attempt:
    """One run of the notebook in one child."""

    def __init__(self, fork, program, deadline, limits, result):
        self.limits, self.result, self.cell, self.request = limits, result, 0, 0
        self.child = fork()
        soft = {key: getattr(limits, key) for key in _SOFT_LIMITS}
        self.program = {**program, **soft, "place": self.child.place}
        self.wire = _Wire(self.child, deadline, limits)

    def cells(self):
        """Run the cells; `cell` is the number of the one that runs."""
        try:
            self.wire.send(self.program)
            report, _ = self.wire.message()
        except Ended as error:
            self.end()
            raise SandboxError(f"a child did not start: {error}") from error
        if "error" in report:
            self.end()
            raise SandboxError(report["error"])
        self.result.missing = [str(name) for name in report["missing"]]
        for index in range(len(self.program["cells"])):
            self.cell = index
            self.wire.step(self.limits.cell_cpu, self.limits.cell_wall)
            header, _ = self.wire.message()
            if index not in self.program["skip"]:
                try:
                    self.result.outputs[index] = received.outputs(header.get("outputs"))
                except frames.BadFrame as error:
                    raise Ended("it said what no cell says") from error

    def calls(self, requests, rooms=None):
        """Call the functions whose outcomes are not known yet; `request` is the one that runs."""
        waiting = [i for i in range(len(requests)) if self.result.outcomes[i] is None]
        self.request = waiting[0] if waiting else 0
        self._send([requests[index] for index in waiting])
        for index in waiting:
            self.request = index
            self.wire.step(self.limits.call_cpu, self.limits.call_wall)
            message = self.wire.message(rooms[index] if rooms else None)
            self.result.outcomes[index] = self._outcome(*message, requests[index][1])

    def second(self, trial):
        """Call functions once more, and answer what their stand-ins ask."""
        answers = Answers(trial, self.limits)
        self._send(trial.requests, trial.stand_ins)
        found, wanted = {}, Counter(name for name, _ in trial.requests)
        for (name, call), room in zip(trial.requests, trial.rooms, strict=True):
            self.wire.step(self.limits.call_cpu, self.limits.call_wall)
            header, blocks = self.wire.message(room)
            while "ask" in header:
                self.wire.send(*answers.to(name, header, blocks))
                header, blocks = self.wire.message(room)
            found.setdefault(name, []).append(self._outcome(header, blocks, call))
            if len(found[name]) == wanted[name]:
                self.result.second[name] = (found[name], answers.asked[name])

    def _send(self, requests, stand_ins=None):
        """Ask for calls; what comes back has a budget of its own."""
        items, blobs = [], []
        for name, call in requests:
            items.append({"name": name, **values.encode_call(call, blobs)})
        self.wire.left = self.limits.outcome_bytes
        self.wire.send({"calls": items, "stand_ins": stand_ins or {}}, blobs)

    @staticmethod
    def _outcome(header, blocks, call):
        try:
            return received.outcome(header.get("outcome"), blocks, call)
        except frames.BadFrame as error:
            raise Ended("what it returned could not be read") from error

    def end(self):
        """Kill the child and wait until it is gone."""
        self.child.end()


_SOFT_LIMITS = ("cell_cpu", "cell_wall", "call_cpu", "call_wall")
