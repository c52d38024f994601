"""What several tests share: the built book, a server for it, and a browser."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
# No calls home; root in a container has no sandbox of Chromium's.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def missing(what):
    """Skip where a developer lacks something; in CI, where it must be there, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}, and in CI it must be there")
    pytest.skip(what)


@pytest.fixture(scope="session")
def built_book():
    """Return the folder of the built book, built anew where a source has changed."""
    command = [sys.executable, "tools/build_book.py", "--if-stale"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.fail(f"the book can't be built:\n{done.stderr}", pytrace=False)
    return ROOT / "_build" / "html"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line on the terminal for each."""

    def log_message(self, *words):
        pass


@pytest.fixture(scope="session")
def book_server(built_book):
    """Serve the built book on a free port of this machine, and return its address."""
    handler = functools.partial(Quiet, directory=str(built_book))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium_path():
    """Return the path of Chromium or Chrome."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None and Path(ON_A_MAC).exists():
        found = ON_A_MAC
    return found or missing("no Chromium on this machine (Debian: apt install chromium)")


@pytest.fixture(scope="module")
def browser(chromium_path):
    """Start a browser for a module's tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield started
        started.close()
