"""Run the grading command on a class, and see what it says, takes and leaves behind.

The command runs as an instructor runs it, in a process of its own. It is looked at from outside:
its lines and when they came, the memory of each of its trusted processes, and whether a process is
left when it has ended.
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import psutil

from ..paths import ROOT
from ..sandbox.inside import kernel

PR_SET_CHILD_SUBREAPER = 36
AUTOGRADER = (sys.executable, "-W", "ignore", "-m", "autograder")
WORKERS = 4
LOOKING = 0.1  # seconds between two looks at the memory
_SHUT_IN = "from inside.entry import main"


@dataclass
class Observed:
    """What a command has done.

    Attributes
    ----------
    status : int
        Its exit status; negative where it was killed.
    lines : list of (float, str)
        What it has said, each line with the seconds after which it came.
    seconds : float
        How long it took.
    late : bool
        Whether it had to be ended.
    peaks : dict of int
        By process, the most memory that it had at a time, in bytes; of trusted processes only.
    left : list of str
        Processes that were there when it had ended.
    """

    status: int = 0
    lines: list = field(default_factory=list)
    seconds: float = 0.0
    late: bool = False
    peaks: dict = field(default_factory=dict)
    left: list = field(default_factory=list)

    @property
    def text(self):
        """All that it has said."""
        return "\n".join(line for _, line in self.lines)

    @property
    def megabytes(self):
        """The most memory of one trusted process."""
        return max(self.peaks.values(), default=0) / 2**20

    def told_of(self, learner):
        """Return after how many seconds the mark of a learner was told, or None."""
        start = f"{learner}: "
        return next((when for when, line in self.lines if line.startswith(start)), None)


def observe(command, longest, program=AUTOGRADER):
    """Run a command and return what was `Observed`.

    Parameters
    ----------
    command : list of str
        The command's words.
    longest : float
        Seconds after which it is ended.
    program : sequence of str
        The words before them: ``python -m autograder``, where nothing else is said.
    """
    seen, start = Observed(), time.monotonic()
    # Whoever loses its parent becomes a child of this process, and is seen.
    kernel.prctl(PR_SET_CHILD_SUBREAPER, 1)
    before = {process.pid for process in psutil.Process().children()}
    process = subprocess.Popen(
        [*program, *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    done = threading.Event()
    looking = threading.Thread(target=_look, args=(process.pid, seen, done))
    reading = threading.Thread(target=_hear, args=(process.stdout, seen, start))
    looking.start()
    reading.start()
    try:
        process.wait(longest)
    except subprocess.TimeoutExpired:
        seen.late = True
        _kill(process.pid)
        process.wait()
    seen.seconds = time.monotonic() - start
    seen.left = [_told(one) for one in _ended(before)]
    kernel.prctl(PR_SET_CHILD_SUBREAPER, 0)
    done.set()
    looking.join()
    reading.join()
    process.stdout.close()
    seen.status = process.returncode
    return seen


def grade(course, chapter, *more, longest):
    """Grade a class with feedback, and return what was `Observed`."""
    command = ["grade", chapter, "--feedback", "--course", str(course), "--workers", str(WORKERS)]
    return observe([*command, *more], longest)


def _hear(stream, seen, start):
    for line in stream:
        seen.lines.append((time.monotonic() - start, line.rstrip("\n")))


def _look(pid, seen, done):
    """Note the memory of a process and all that it has started, outside the sandbox, until done."""
    while not done.wait(LOOKING):
        with contextlib.suppress(psutil.Error):
            top = psutil.Process(pid)
            for process in (top, *top.children(recursive=True)):
                with contextlib.suppress(psutil.Error, OSError):
                    if _SHUT_IN not in " ".join(process.cmdline()):
                        most = max(_peak(process.pid), seen.peaks.get(process.pid, 0))
                        seen.peaks[process.pid] = most


def _peak(pid):
    """Return the most memory that a process has had since it began, in bytes."""
    with open(f"/proc/{pid}/status") as file:
        match = re.search(r"^VmHWM:\s+(\d+) kB", file.read(), re.MULTILINE)
    return int(match[1]) << 10 if match else 0


def _ended(before, patience=2.0):
    """Return the processes that do not end by themselves, and end them."""
    until = time.monotonic() + patience
    while time.monotonic() < until and _left(before):
        time.sleep(LOOKING)
    left = _left(before)
    for process in left:
        _kill(process.pid)
    return left


def _left(before):
    found = []
    for process in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if process.pid in before:
                continue
            if process.status() == psutil.STATUS_ZOMBIE:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(process.pid, os.WNOHANG)
            else:
                found.append(process)
    return found


def _told(process):
    with contextlib.suppress(psutil.Error):
        return f"{process.pid} {' '.join(process.cmdline())[:60]}"
    return str(process.pid)


def _kill(pid):
    """End a process with all that it has started."""
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        for one in [*process.children(recursive=True), process]:
            with contextlib.suppress(psutil.Error):
                one.send_signal(signal.SIGKILL)
