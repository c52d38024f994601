"""What several tests share: the built book, a server for it, and a browser."""

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from widget_pages import Watched, page

ROOT = Path(__file__).parents[1]
IN_CI = bool(
    os.environ.get("CI")
)  # there everything must be on the machine, and nothing is skipped
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
    if IN_CI:
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


@pytest.fixture(scope="module")
def file(request, tmp_path_factory):
    """Write a page that shows the module's WIDGET, as it begins."""
    path = tmp_path_factory.mktemp("widget") / "widget.html"
    path.write_text(page(request.module.WIDGET()), encoding="utf-8")
    return path


@pytest.fixture
def widget(request, browser, file):
    """Open the page of the module's WIDGET, HEIGHT pixels high; what the page says is checked."""
    with Watched(browser, file, height=getattr(request.module, "HEIGHT", 900)) as opened:
        opened.wait_for_selector(".aw")
        yield opened


@pytest.fixture
def picture():
    """Return a function that keeps a picture of what was tested, to be looked at."""
    folder = ROOT / "_build" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)

    def keep(locator, name):
        file = re.sub(r"[ ,./]+", "-", name)
        locator.screenshot(path=folder / f"{file}.png", animations="disabled")

    return keep


@pytest.fixture
def notebook(browser):
    """Open an empty page, for a widget with a learner's function behind it."""
    context = browser.new_context()
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
