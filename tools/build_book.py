"""Build the book into _build/html, from a clean folder, and say where to open it.

`python tools/build_book.py` builds always; with `--if-stale` only where something that the pages
are made of has changed since the last good build (what the tests use).

A second build of the same tree can hide a failed cell, so built pages and Sphinx's own cache go
first. The cache of executed cells stays as long as the code and data that the cells run on.
"""

from __future__ import annotations

import argparse
import fcntl
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.provenance import CELLS, PAGES, digest

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "_build"
HTML = BUILD / "html"
STAMP = HTML / ".built-from"
CACHE = BUILD / ".jupyter_cache"
LOG = BUILD / "book.log"

NOISE = re.compile(r"\x1b\[[0-9;]*m")
TROUBLE = re.compile(r"WARNING:|ERROR:|CRITICAL:|^\S*(Error|error|Exception)\b.*: \S")


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other build of this tree is running."""
    BUILD.mkdir(exist_ok=True)
    with open(BUILD / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def clean() -> None:
    """Remove what was built, and executed cells whose code has changed since."""
    for folder in (HTML, BUILD / ".doctrees", BUILD / "jupyter_execute"):
        shutil.rmtree(folder, ignore_errors=True)
    code = digest(CELLS, ROOT)
    note = CACHE / "made-with"
    if not note.exists() or note.read_text() != code:
        shutil.rmtree(CACHE, ignore_errors=True)
        CACHE.mkdir(parents=True)
        note.write_text(code)


def run(command: list[str]) -> int:
    """Run a command with its output in the log, and return its exit status."""
    with open(LOG, "a") as log:
        return subprocess.run(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT).returncode


def troubles() -> str:
    """Return what went wrong: warnings and errors from the log, and the ends of failed cells."""
    lines = NOISE.sub("", LOG.read_text(errors="replace")).splitlines()
    told = [line for line in lines if TROUBLE.search(line) and "IPKernelApp" not in line]
    told = list(dict.fromkeys(told)) or lines[-15:]
    for report in sorted(HTML.glob("reports/**/*.err.log")):
        told += ["", f"{report.stem.removesuffix('.err')}, the end of what the cell said:"]
        told += NOISE.sub("", report.read_text(errors="replace")).strip().splitlines()[-12:]
    return "\n".join(told).replace(f"{ROOT}/", "")


def build() -> int:
    """Build from clean and return the exit status."""
    started = time.monotonic()
    LOG.unlink(missing_ok=True)
    clean()
    warm = any(CACHE.glob("executed/*"))
    print(f"Building the book ({'half a minute' if warm else 'a minute or two the first time'}).")
    status = run([sys.executable, "-m", "autograder", "bake"])
    if status == 0:
        program = Path(sys.executable).with_name("jupyter-book")
        options = ["build", str(ROOT), "-W", "-n", "--keep-going"]
        status = run([str(program), *options])
    if status != 0:
        print(troubles(), file=sys.stderr)
        print(f"\nThe book was not built. All that was said: {LOG}", file=sys.stderr)
        return 1
    STAMP.write_text(digest(PAGES, ROOT))
    print(f"Built in {time.monotonic() - started:.0f} s. Open {HTML / 'index.html'}")
    print("or read it on a local port: make serve")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--if-stale", action="store_true", help="only where a source has changed")
    asked = parser.parse_args(arguments)
    with alone():
        if asked.if_stale and STAMP.exists() and STAMP.read_text() == digest(PAGES, ROOT):
            print(f"The book in {HTML} is up to date.")
            return 0
        return build()


if __name__ == "__main__":
    sys.exit(main())
