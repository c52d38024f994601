"""Make the pages' HTML usable by everyone.

Each function mends one thing that axe-core or a screen reader stumbles over in what Sphinx and
its extensions write. They take and return HTML; `mend` applies them all to a page's body.
"""

from __future__ import annotations

import re

from sphinx.application import Sphinx

HEAD = re.compile(r"<thead>.*?</thead>", re.DOTALL)
HEADINGS = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
HEADER_CELL = re.compile(r"<th(?=[\s>])(?![^>]*\bscope=)")
TOC = re.compile(r'(</?ul>)|<a class="reference internal" href="(#[^"]*)">(.*?)</a>')
CURRENT = 'class="current reference internal" href="#"'


def contents_tree(html: str, sections: str) -> str:
    """Return the contents' tree: captions that are no headings, the page marked, its sections."""
    html = re.sub(r'<p [^>]*role="heading"[^>]*>', '<p class="caption">', html)
    current = re.compile(rf"(<a {CURRENT})(.*?</a>)")
    return current.sub(lambda m: f'{m[1]} aria-current="page"{m[2]}{sections}', html)


def sections(toc: str) -> str:
    """Return the list of a page's sections from its table of contents, without sub-sections."""
    links, depth = [], 0
    for mark, target, title in TOC.findall(toc):
        depth += {"<ul>": 1, "</ul>": -1}.get(mark, 0)
        if target and depth == 2:
            links.append(f'<li><a href="{target}">{title}</a></li>')
    return f"<ul>{''.join(links)}</ul>" if links else ""


def unfolding_cells(html: str) -> str:
    """Let the words on a folded cell be its name, so that it can be spoken to, and plain."""
    html = html.replace('<summary aria-label="Toggle hidden content">', "<summary>")
    return re.sub(r"\b(Show|Hide) the source\b", r"\1 the code", html)


def named_summaries(html: str) -> str:
    """Name what unfolds and shows a formula alone by the formula's source."""

    def name(summary: re.Match) -> str:
        source = " ".join(re.findall(r"<annotation[^>]*>(.*?)</annotation>", summary[2]))
        rest = re.sub(r'<span class="math.*</span>|<[^>]+>', "", summary[2], flags=re.DOTALL)
        if rest.strip() or not source:
            return summary[0]
        words = re.sub(r"\\[A-Za-z]+|[{}\\]", "", source)
        return f'<summary aria-label="{words.strip()}"{summary[1]}>{summary[2]}</summary>'

    return re.sub(r"<summary\b([^>]*)>(.*?)</summary>", name, html, flags=re.DOTALL)


def scrolling_tables(html: str) -> str:
    """Wrap each table, so that a wide one scrolls inside itself and the page does not."""
    html = re.sub(r"<table\b.*?</table>", labelled_rows, html, flags=re.DOTALL)
    html = re.sub(r"<table\b", r'<div class="table-scroll"><table', html)
    return html.replace("</table>", "</table></div>")


def labelled_rows(table: re.Match) -> str:
    """Write its column's name on each cell of a table of words with four columns or more.

    Where the window is narrow, its rows are shown as lists, and each line needs its name.
    """
    head = HEAD.search(table[0])
    names = (
        [re.sub(r"<[^>]+>", "", name).strip() for name in HEADINGS.findall(head[0])] if head else []
    )
    if len(names) < 4 or "attention-table" in table[0]:
        return table[0]

    def labelled(row: re.Match) -> str:
        columns = iter(names)
        return re.sub(r"<td\b", lambda _: f'<td data-column="{next(columns, "")}"', row[0])

    rows = re.sub(r"<tr\b.*?</tr>", labelled, table[0], flags=re.DOTALL)
    return rows.replace("<table", '<table data-rows="lists"', 1)


def header_cells(html: str) -> str:
    """Say which way a header cell points; an empty corner is no header."""
    html = re.sub(r"<th\b([^>]*)>\s*(?:<p>\s*</p>)?\s*</th>", r"<td\1></td>", html)
    html = HEAD.sub(lambda head: HEADER_CELL.sub('<th scope="col"', head[0]), html)
    return HEADER_CELL.sub('<th scope="row"', html)


def plain_asides(html: str) -> str:
    """Let margin notes be only that, and drop the titles of those that have none."""
    html = re.sub(r'<p class="sidebar-title">\s*</p>', "", html)
    return html.replace('<aside class="margin sidebar">', '<aside class="margin">')


def listed_sources(html: str) -> str:
    """Make the entries of a bibliography items of the list that they are in; their role is gone."""
    return html.replace('role="doc-biblioentry"', 'role="listitem"')


def mend(html: str) -> str:
    """Return a page's body with every mend applied."""
    for one in (
        unfolding_cells,
        named_summaries,
        scrolling_tables,
        header_cells,
        plain_asides,
        listed_sources,
    ):
        html = one(html)
    return html


def add_to_page(app: Sphinx, pagename: str, template: str, context: dict, doctree) -> None:
    """Mend the body and give the layout its contents' tree."""
    if "body" in context:
        context["body"] = mend(context["body"])
    tree = context["toctree"](maxdepth=1, collapse=True, includehidden=True, titles_only=True)
    context["contents_tree"] = contents_tree(tree, sections(context.get("toc", "")))


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.connect("html-page-context", add_to_page, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
