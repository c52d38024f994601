"""Builds a page with live widgets from the loader and the widgets' own state, without a book."""

import json
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from ipywidgets.embed import dependency_state

LOADER = Path(__file__).parents[1] / "book" / "assets" / "widgets.js"
PAGE = """<!doctype html>
<html lang="en" data-theme="{theme}"><head><meta charset="utf-8"><title>Widgets</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
  html {{ --pst-color-background: #fff; }}
  html[data-theme="dark"] {{ --pst-color-background: #14181e; color-scheme: dark; color: #e6e9ed; }}
  body {{ margin: 0 auto; padding: 0 16px; max-width: 46rem; font: 16px system-ui;
    background: var(--pst-color-background); }}
</style></head>
<body><main><h1>Widgets</h1>{body}</main>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
<script>{loader}</script></body></html>
"""


def page(*widgets, theme="light", scripts=True, views=False):
    """Return the HTML of a page that shows `widgets`.

    With `views`, each is left as Jupyter's own widget-view script in place of its still picture.
    """
    stills, states = [], {}
    for widget in widgets:
        states.update(dependency_state([widget], drop_defaults=False))
        if views:
            view = json.dumps({"version_major": 2, "model_id": widget.model_id})
            kind = "application/vnd.jupyter.widget-view+json"
            stills.append(f'<div><script type="{kind}">{view}</script></div>')
        else:
            stills.append(widget._repr_mimebundle_()[0]["text/html"])
    state = json.dumps({"state": states}).replace("</", "<\\/")
    loader = LOADER.read_text("utf-8") if scripts else ""
    return PAGE.format(body="".join(stills), state=state, loader=loader, theme=theme)


class Watched:
    """A browser page with its console errors and requests to other hosts written down."""

    def __init__(self, browser, path, *, width=760, height=900, touch=False):
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=touch
        )
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.errors, self.requests = [], []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda line: line.type == "error" and self.errors.append(line.text))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())

    def __enter__(self):
        return self.page

    def __exit__(self, kind, *_):
        self.context.close()
        if kind is None:
            assert self.errors == []
            outside = [url for url in self.requests if not url.startswith(("file:", "blob:"))]
            assert outside == []


def axe_violations(page):
    """Return axe-core's findings of any impact, as one line each."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def skip(page):
    """Answer no to every prediction that is asked for, once the widgets are there."""
    page.wait_for_selector(".aw")
    button = page.get_by_role("button", name="Skip", exact=True)
    while button.count():
        button.first.click()


def walk_to(opened, place, key="Tab"):
    """Press Tab, or another key, until the focus is at a place, as one does without a mouse."""
    for _ in range(40):
        if place.evaluate("node => node === document.activeElement"):
            return
        opened.keyboard.press(key)
    raise AssertionError(f"{key} does not lead there")
