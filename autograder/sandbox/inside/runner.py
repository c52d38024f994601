"""Run one submission in its own process: the cells, then the calls.

Whatever this process says may have been said by the learner's code. It is trusted with nothing:
what it sends is outputs and outcomes, and the other side checks their form.
"""

import resource
import signal
import time
from types import ModuleType

from . import frames, values
from .asking import StandIns
from .outputs import plain

OUTCOME_LIMIT = 8 << 20
PATIENT = 4  # times its limit on the clock is what a cell has that others keep from the processor
_CROWDED_OUT = 5  # times a second that it was made to give way, at the least
_SMALL = (ModuleType, bool, int, float)


class TimeUp(BaseException):
    """A cell or a call has used up its time; no `except Exception` catches it."""

    def _render_traceback_(self):
        """Tell IPython what to show: the learner's line, and none of this file's."""
        line = 0
        step = self.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename.startswith("<ipython-input"):
                line = step.tb_lineno
            step = step.tb_next
        where = f"in line {line}: " if line else ""
        return [f"TimeUp: {where}{self}"]


class Clock:
    """Raises `TimeUp` in the main thread when the processor or the wall clock has run on.

    The wall clock is for what waits. What computes, and is kept from the processor by others, gets
    more of it: a neighbour costs no marks.

    Parameters
    ----------
    cpu, wall : float
        The limits in seconds; each time one is reached, both are halved, down to a tenth.
    """

    def __init__(self, cpu, wall):
        self.cpu, self.wall = cpu, wall
        self._least = cpu / 10, wall / 10
        signal.signal(signal.SIGPROF, self._ring)
        signal.signal(signal.SIGALRM, self._ring)

    def __enter__(self):
        # Rings again and again: code that catches everything may have caught the first.
        self._start, self._switches = time.monotonic(), _switches()
        signal.setitimer(signal.ITIMER_PROF, self.cpu, 0.5)
        signal.setitimer(signal.ITIMER_REAL, self.wall, 1.0)

    def __exit__(self, *_):
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _ring(self, number, frame):
        kind, seconds = ("of computing", self.cpu)
        if number == signal.SIGALRM:
            if self._is_crowded_out():
                return
            kind, seconds = ("", self.wall)
        # A loop in a function is met again by each cell that calls it: from now on, for less.
        self.cpu = max(self.cpu / 2, self._least[0])
        self.wall = max(self.wall / 2, self._least[1])
        raise TimeUp(f"stopped after {seconds:g} seconds {kind}".strip())

    def _is_crowded_out(self):
        """Whether since the last look it would have computed, had others not been there."""
        before, self._switches = self._switches, _switches()
        waited = time.monotonic() - self._start
        since = self.wall if waited < self.wall + 1 else 1
        crowded = self._switches - before >= _CROWDED_OUT * since
        return crowded and waited < PATIENT * self.wall


def _switches():
    """Return how often this process was made to give way to another."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_nivcsw


def serve(channel, shell, program):
    """Run a submission's cells, then the calls of each request, and report each.

    Parameters
    ----------
    channel : object
        With ``read(n)``, which returns exactly n bytes, and ``write(data)``.
    shell : NotebookShell
        Warm and unused.
    program : dict
        "cells" (their code), "skip" (numbers of cells to pass over), "names" (of functions) and
        the limits "cell_cpu", "cell_wall", "call_cpu" and "call_wall" in seconds.
    """
    from attention_lab.checking import calls

    clock = Clock(program["cell_cpu"], program["cell_wall"])
    bound = _run_cells(channel, shell, program, clock)
    stand_ins = StandIns(shell.user_ns, bound, channel, calls)
    while True:  # until the other side, which has all it needs, ends this process
        request, blobs = frames.unpack(channel.read, frames.MAX_REQUEST)
        clock = Clock(program["call_cpu"], program["call_wall"])
        _answer(channel, request, blobs, bound, stand_ins, calls, clock)


def _answer(channel, request, blobs, bound, stand_ins, calls, clock):
    """Make the calls of a request and report each outcome."""
    decoded = [(item["name"], values.decode_call(item, blobs, calls)) for item in request["calls"]]
    spent, kept, present = set(), {}, None
    for name, call in decoded:
        if name != present:
            stand_ins.bind(request.get("stand_ins", {}).get(name, ()))
            present = name
        function = None if name in spent else bound.get(name)
        outcome = _call(function, call, calls, clock, kept.setdefault(name, []))
        if name in spent:
            outcome = calls.Outcome("lost", message="an earlier call had taken too long")
        elif outcome.kind == "lost":
            spent.add(name)
        channel.write(_packed(outcome, calls))


def _run_cells(channel, shell, program, clock):
    """Run the cells and return the functions that the names of interest ended up with.

    What the functions call by name is there again at the end, also where a cell has deleted it, or
    has given a function's name to a number that it returned.
    """
    bound, lasting, names = {}, {}, program["names"]
    for index, source in enumerate(program["cells"]):
        outputs = []
        if index not in program["skip"]:
            outputs = _run_cell(shell, source, clock)
        for name in names:
            if callable(shell.user_ns.get(name)):
                bound[name] = shell.user_ns[name]
        lasting.update(_lasting(dict(shell.user_ns)))
        channel.write(frames.pack({"cell": index, "outputs": outputs}))
    for name, value in {**lasting, **bound}.items():
        if name in bound or name not in shell.user_ns:
            shell.user_ns[name] = value
    return bound


def _lasting(space):
    """Return what of a notebook's names takes no room: modules, functions and single values."""
    return {
        name: value
        for name, value in space.items()
        if type(name) is str and (callable(value) or issubclass(type(value), _SMALL))
    }


def _run_cell(shell, source, clock):
    try:
        with clock:
            outputs = shell.run(source)
    except TimeUp as error:
        shell.recorder.error("TimeUp", error, [f"TimeUp: {error}"])
        outputs = shell.recorder.outputs
    try:
        return plain(outputs)
    except Exception:
        return []


def _call(function, call, calls, clock, kept):
    if function is None:
        return calls.Outcome("missing")
    try:
        with clock:
            return calls.run_call(function, call, kept)
    except TimeUp as error:
        return calls.Outcome("lost", message=str(error))
    except MemoryError:
        return calls.Outcome("lost", message="it ran out of memory")
    except BaseException as error:
        return calls.Outcome("raised", error=type(error).__name__)


def _packed(outcome, calls):
    try:
        blobs = []
        item = values.encode_outcome(outcome, blobs)
        if sum(map(len, blobs)) > OUTCOME_LIMIT:
            raise MemoryError
        return frames.pack({"outcome": item}, blobs)
    except BaseException:
        lost = calls.Outcome("lost", message="what it returned is too large or no plain array")
        return frames.pack({"outcome": values.encode_outcome(lost, [])})
