"""Load on each page what that page uses, and nothing else.

Sphinx, its theme and its extensions put 20 files on every page, 2 MB in all; `book/_templates`
and `book/assets` do their work here. A page gets the style of mathematics, of cards and the
script of the widgets only where it has some.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

# A style or script, and what in a page's body calls for it.
NEEDED = {
    "style.css": "",
    "blocks.css": "",
    "print.css": "",
    "page.js": "",
    "mistakes.js": r'class="mistake-filter"',
    "vendor/katex/katex.min.css": 'class="katex"',
    "sphinx-design.min.css": r'class="[^"]*\bsd-(container|row|tab|badge|btn|avatar)',
    "design-tabs.js": r'class="[^"]*\bsd-tab',
    "widgets.js": r"application/vnd\.jupyter\.widget|aw-still",
}
SEARCH = (
    "documentation_options.js",
    "search.js",
    "doctools.js",
    "sphinx_highlight.js",
    "searchtools.js",
    "language_data.js",
)
WIDGET_STATE = "application/vnd.jupyter.widget-state"
UNUSED = (
    "scripts", "styles", "webpack-macros.html", "sbt-webpack-macros.html", "locales", "images",
    "vendor/fontawesome", "basic.css", "mystnb.*.css", "jquery.js", "underscore.js",
    "pygments.css", "katex-math.css", "copybutton*", "clipboard.min.js", "check-solid.svg",
    "copy-button.svg", "plus.png", "minus.png", "file.png",
)  # fmt: skip
AFTER = "book/frameworks"  # what follows the last chapter
CHAPTER = re.compile(r"book/0(\d)-")
NAME = re.compile(
    r'(?<!<span class="o">\.</span>)<span class="(?P<kind>n|pre)">(?:(?P<query>Q|W_Q|query|queries)'
    r"|(?P<key>K|W_K|keys)|(?P<value>V|W_V|values))</span>"
)


def needed(asset: str, body: str) -> bool:
    """Whether a page with this body needs the style or script."""
    name = asset.split("?")[0].removeprefix("_static/")
    return name in NEEDED and re.search(NEEDED[name], body) is not None


def coloured_names(html: str) -> str:
    """Give the names of queries, keys and values in code the colours that they have everywhere."""
    return NAME.sub(lambda m: m[0].replace(f'"{m["kind"]}"', f'"{m["kind"]} {m.lastgroup}"'), html)


def description(doctree: nodes.document | None, otherwise: str) -> str:
    """Return a page's first paragraph of text, cut at a word after at most 160 characters."""
    if doctree is None:
        return otherwise
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if isinstance(paragraph.parent, nodes.section) and len(text) > 40:
            return text if len(text) <= 160 else text[:159].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
    return otherwise


def add_to_page(app: Sphinx, pagename: str, template: str, context: dict, doctree) -> None:
    """Choose the page's files and add what the layout shows of it."""
    body = context["body"] = coloured_names(context.get("body", ""))
    context["css_files"] = [f for f in context["css_files"] if needed(str(f.filename), body)]
    files, states = [], []
    for script in context["script_files"]:
        if script.filename and needed(str(script.filename), body):
            files.append(script)
        elif WIDGET_STATE in script.attributes.get("type", ""):
            states.append(script)
    if template == "search.html":
        files += [f"_static/{name}" for name in SEARCH] + ["searchindex.js"]
    context["script_files"], context["widget_states"] = files, states
    otherwise = f"{context.get('title') or 'Search'}, a page of {context['docstitle']}."
    context["description"] = description(doctree, otherwise)
    chapter = CHAPTER.match(pagename)
    context["chapter_number"] = int(chapter[1]) if chapter else None
    context["chapter_count"] = sum(CHAPTER.match(name) is not None for name in app.env.found_docs)
    if chapter and context["chapter_number"] == context["chapter_count"]:
        context["next"] = {"link": "frameworks.html", "title": app.env.titles[AFTER].astext()}


def add_entrance(app: Sphinx):
    """Make the site's root lead to the book's front page, by a page that is one."""
    if app.config.root_doc != "index":
        yield "index", {"front": app.config.root_doc}, "entrance.html"


def remove_unused(app: Sphinx, error: Exception | None) -> None:
    """Remove from the output the theme's files that no page loads."""
    if error or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for pattern in UNUSED:
        for path in static.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx, after the theme and the extensions whose work is looked at."""
    app.add_js_file("page.js")
    app.add_js_file("mistakes.js")
    app.connect("html-page-context", add_to_page, priority=950)
    app.connect("html-collect-pages", add_entrance)
    app.connect("build-finished", remove_unused, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
