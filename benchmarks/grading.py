"""How fast a class is graded: by stock nbgrader and by this course's grader, in one run.

``python benchmarks/grading.py`` makes a class (see `learners`), lets both grade it and make its
feedback pages, and prints submissions a second, processor time, memory and the ratios. Stock
nbgrader has its own configuration, kernel and preprocessors, and runs the grade cells' instant
checks. ``--growth`` grades classes of up to 1,000 instead, ``--quick`` takes a few learners.
Figures of one machine mean little by themselves: what counts is the ratio of one run.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
from learners import submission

from autograder.chapters.release import release
from autograder.exercises import CHAPTERS
from autograder.marking.identify import is_check
from autograder.marking.submission import read
from autograder.paths import COURSE

STOCK = 'c = get_config()\nc.CourseDirectory.course_id = "attention"\n'
GROWTH = (10, 30, 100, 300, 1000)
GROWING = "05-softmax"
PAUSE = 1.0  # seconds between two looks at the memory, so that looking costs little
NBGRADER = [sys.executable, "-m", "nbgrader"]
OURS = [sys.executable, "-m", "autograder", "grade"]


@dataclass
class Measured:
    """What some commands took: seconds on the clock, processor seconds, and megabytes."""

    seconds: float = 0.0
    cpu: float = 0.0
    memory: float = 0.0

    def __add__(self, other):
        return Measured(
            self.seconds + other.seconds, self.cpu + other.cpu, max(self.memory, other.memory)
        )


class Meter:
    """Counts the processor time of commands with all that they start.

    A control group of the kernel's counts exactly. Where none can be made, the time is that of
    the whole machine, which should then be idle otherwise.
    """

    PLACES = (("/sys/fs/cgroup/cpuacct", "cpuacct.usage"), ("/sys/fs/cgroup", "cpu.stat"))

    def __init__(self):
        self.group = None
        for parent, name in self.PLACES:
            group = Path(parent, f"grading-benchmark-{os.getpid()}")
            if not Path(parent, name).exists():
                continue
            with contextlib.suppress(OSError):
                group.mkdir()
                self.group, self._file = group, group / name
                return

    def add(self, pid):
        """Count a process, and what it will start."""
        if self.group:
            (self.group / "cgroup.procs").write_text(str(pid))

    def seconds(self):
        """Return the processor seconds so far."""
        if not self.group:
            times = psutil.cpu_times()
            return times.user + times.nice + times.system
        text = self._file.read_text().split()
        return int(text[1]) / 1e6 if text[0] == "usage_usec" else int(text[0]) / 1e9

    def close(self):
        """Remove the control group."""
        if self.group:
            with contextlib.suppress(OSError):
                self.group.rmdir()


def measure(commands, folder, meter):
    """Run commands one after the other and return what they took, together."""
    start, cpu, peak = time.monotonic(), meter.seconds(), [0.0]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    for command in commands:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        meter.add(process.pid)
        stop = threading.Event()
        looking = threading.Thread(target=_look, args=(process.pid, peak, stop))
        looking.start()
        said, _ = process.communicate()
        stop.set()
        looking.join()
        if process.returncode:
            print(f"{' '.join(command)} ended with {process.returncode}:\n{said[-2000:]}")
    return Measured(time.monotonic() - start, meter.seconds() - cpu, peak[0])


def _look(pid, peak, stop):
    """Note the largest sum of the memory of a process and all that it has started."""
    while not stop.wait(PAUSE):
        with contextlib.suppress(psutil.Error):
            root = psutil.Process(pid)
            tree = [root, *root.children(recursive=True)]
            peak[0] = max(peak[0], sum(map(_megabytes, tree)))


def _megabytes(process):
    """Return a process's share of the memory: what several share counts once."""
    try:
        with open(f"/proc/{process.pid}/smaps_rollup") as file:
            return sum(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1024
    except OSError:
        with contextlib.suppress(psutil.Error):
            return process.memory_info().rss / 2**20
    return 0.0


def make_course(root, chapters, learners):
    """Make a course in which a class has handed in its notebooks."""
    root.mkdir(parents=True)
    shutil.copy(COURSE / "nbgrader_config.py", root)
    for folder, chapter in zip(release(root, chapters), chapters, strict=True):
        notebook = nbformat.read(folder / f"{chapter}.ipynb", as_version=4)
        for number in range(learners):
            place = root / "submitted" / f"learner-{number:04}" / chapter
            place.mkdir(parents=True)
            nbformat.write(submission(notebook, number), place / f"{chapter}.ipynb")
    return root


def stock_course(course, root):
    """Copy a course, with a configuration that says nothing of ours."""
    shutil.copytree(course, root)
    (root / "nbgrader_config.py").write_text(STOCK)
    return root


def graded(root):
    """Return how many submissions have a graded copy."""
    return len(list((root / "autograded").glob("*/*/*.ipynb")))


def floor(root, most=70):
    """Return the seconds that a submission's cells take by themselves, in a warm interpreter.

    One process, no sandbox, no judge: it forks, runs the cells that the grader runs, and ends.
    """
    from autograder.sandbox import libraries
    from autograder.sandbox.inside import shell

    os.environ.update(libraries.environment(tempfile.gettempdir()))
    warm = shell.start()
    paths = sorted(root.glob("submitted/*/*/*.ipynb"))[:most]
    start = time.monotonic()
    for path in paths:
        child = os.fork()
        if child == 0:
            os.chdir(root / "source" / path.parent.name)
            sys.path.insert(0, "")
            for cell in read(path).cells:
                if cell.kind == "code" and not is_check(cell, CHAPTERS[path.stem]):
                    warm.run(cell.source)
            os._exit(0)
        os.waitpid(child, 0)
    return (time.monotonic() - start) / len(paths)


def row(name, taken, count):
    print(
        f"{name:34}{taken.seconds:9.1f}{count / taken.seconds:9.2f}"
        f"{taken.seconds / count:9.3f}{taken.cpu / count:9.3f}{taken.memory:9.0f}",
        flush=True,
    )


def head(count, meter):
    counted = "" if meter.group else " (CPU: the whole machine's)"
    print(f"{count} submissions, {os.cpu_count()} processors{counted}")
    print(f"{'':34}{'s':>9}{'per s':>9}{'s each':>9}{'CPU each':>9}{'peak MB':>9}")


def compare(place, learners, meter):
    """Grade a class with both and print the table."""
    chapters = list(CHAPTERS)
    ours = make_course(place / "ours", chapters, learners)
    apart = Path(shutil.copytree(ours, place / "apart"))
    stock = stock_course(ours, place / "stock")
    count = learners * len(chapters)
    head(count, meter)
    once = measure([[*OURS, *chapters, "--course", str(ours)]], ours, meter)
    row("ours, in one command", once, count)
    each = measure([[*OURS, name, "--course", str(apart)] for name in chapters], apart, meter)
    row("ours, a command an assignment", each, count)
    pages = measure([[*OURS, *chapters, "--course", str(ours), "--feedback"]], ours, meter)
    row("ours, feedback pages", pages, count)
    if graded(ours) != count:
        print(f"ours has graded {graded(ours)} of {count}")
    least = floor(ours)
    row("the cells alone, warm, 1 process", Measured(least * count, least * count), count)
    theirs = measure([[*NBGRADER, "autograde", name] for name in chapters], stock, meter)
    row("nbgrader autograde", theirs, count)
    pages_theirs = measure(
        [[*NBGRADER, "generate_feedback", name] for name in chapters], stock, meter
    )
    row("nbgrader generate_feedback", pages_theirs, count)
    if graded(stock) != count:
        print(f"nbgrader has graded {graded(stock)} of {count}")
    both = (theirs + pages_theirs).seconds
    print(f"nbgrader takes {theirs.seconds / once.seconds:.1f} times as long as one command,")
    print(f"{theirs.seconds / each.seconds:.1f} times as long as a command an assignment,")
    print(f"and with feedback pages {both / (once + pages).seconds:.1f} times as long.")
    print(f"On one processor, ours takes {once.cpu / count / least:.1f} times the cells alone.")


def grow(place, meter, sizes=GROWTH):
    """Grade larger and larger classes, one assignment, and print what each submission takes."""
    whole = make_course(place / "whole", [GROWING], max(sizes))
    print(f"{GROWING}, ours; everybody's, then once more with nothing to do")
    print(f"{'submissions':>12}{'s':>9}{'s each':>9}{'CPU each':>9}{'peak MB':>9}{'again s':>9}")
    for size in sizes:
        root = place / f"of-{size}"
        shutil.copytree(whole, root, ignore=lambda folder, names, n=size: _later(names, n))
        command = [*OURS, GROWING, "--course", str(root)]
        first, again = (measure([command], root, meter) for _ in range(2))
        print(
            f"{size:12}{first.seconds:9.1f}{first.seconds / size:9.3f}{first.cpu / size:9.3f}"
            f"{first.memory:9.0f}{again.seconds:9.1f}",
            flush=True,
        )
        shutil.rmtree(root)


def _later(names, size):
    return [name for name in names if name.startswith("learner-") and int(name[8:]) >= size]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=30, help="how many hand in (30)")
    parser.add_argument("--quick", action="store_true", help="three learners")
    parser.add_argument("--growth", action="store_true", help="how the cost grows, to 1,000")
    arguments = parser.parse_args()
    meter = Meter()
    with tempfile.TemporaryDirectory(prefix="grading-benchmark-") as place:
        try:
            if arguments.growth:
                grow(Path(place), meter, GROWTH[:2] if arguments.quick else GROWTH)
            else:
                compare(Path(place), 3 if arguments.quick else arguments.learners, meter)
        finally:
            meter.close()


if __name__ == "__main__":
    main()
