"""A graded notebook as a page: for the learner, and for the person who marks by hand.

nbconvert makes the page, with nbgrader's templates. What a learner wrote is laid out cell by cell
before that, and all of it happens in a helper with limits (see `bounded`): a cell that takes too
much is shown as it was written, and a page that still does shows only the beginning of each cell.
"""

import json

import nbformat
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.preprocessors import Preprocessor
from nbformat import from_dict
from traitlets import Bool

from ..marking import bounded
from ..marking import graded as notebooks
from ..marking.bounded import Budget, Helper, Overrun, TooLong
from ..marking.caching import Kept
from ..marking.markdown import plain, safe_markdown
from ..marking.safe_html import Allowance, Clean, clean_page, cut, described, safe_outputs

SHOWN = 1_000  # characters of a cell that is too long for a page
MAX_COLOURED = 150_000  # characters of a page's code that get colours
PAGE = Budget(cpu=12, wall=90, output=16_000_000, step=3)
TRIES = 3
ASSEMBLING = -1
LAID_OUT = "laid_out"
_TAKES = "it takes more time or memory than a page has"
_coloured = Kept(8_000_000)
_highlighter = Highlight2HTML(pygments_lexer="python")


class PageExporter(HTMLExporter):
    """nbconvert's exporter, working in a helper."""

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self._helper = Helper(self._make)

    def from_filename(self, filename, resources=None, **kw):
        """Return the page of a file, and the resources."""
        return self._page("from_filename", filename, resources)

    def from_notebook_node(self, nb, resources=None, **kw):
        """Return the page of a notebook, and the resources."""
        if bounded.inside():
            return super().from_notebook_node(nb, resources, **kw)
        return self.from_text(json.dumps(nb), resources)

    def from_text(self, text, resources=None):
        """Return the page of a notebook's text, and the resources."""
        return self._page("from_notebook_node", text, resources)

    def _page(self, method, content, resources):
        spoilt, left, page = set(), PAGE.cpu, None
        task = method, content, dict(resources or {})
        for _ in range(TRIES):
            before = self._helper.spent
            budget = Budget(left, PAGE.wall, PAGE.output, PAGE.step)
            try:
                page = self._helper((*task, spoilt), budget)
                break
            except Overrun as error:
                left -= self._helper.spent - before
                told = error.step is not None and error.step != ASSEMBLING
                if isinstance(error, TooLong) or not told or left < PAGE.step:
                    break
                spoilt.add(error.step)
        if page is None:
            page = self._helper((*task, None), PAGE)
        resources = self._init_resources(resources)
        resources["output_extension"] = self.file_extension
        return page, resources

    def _make(self, task):
        """Make one page; this runs in the helper."""
        method, content, resources, SafePage.spoilt = task
        if method == "from_notebook_node":
            content = nbformat.v4.reads(content)
        return getattr(super(), method)(content, resources=resources)[0]


class SafePage(Preprocessor):
    """Lays out what a learner wrote, with nothing in it that a browser would run.

    Attributes
    ----------
    spoilt : set of int or None
        The cells that are shown as they were written; all, and only their beginnings, if None.
    """

    enabled = Bool(True, help="Whether to make pages safe.").tag(config=True)
    spoilt = frozenset()

    def preprocess(self, nb, resources):
        """Go through the cells; what is too long to be shown is cut, in the page only."""
        self._allowance, self._colours = Allowance(), MAX_COLOURED
        found = super().preprocess(nb, resources)
        bounded.step(ASSEMBLING)
        return found

    def preprocess_cell(self, cell, resources, cell_index):
        """Rebuild the outputs and lay out the text of one cell."""
        bounded.step(cell_index)
        spoilt = self.spoilt is None or cell_index in self.spoilt
        whole = self._allowance.covers(cell.source) and self.spoilt is not None
        if not whole and len(cell.source) > SHOWN:
            cell.source = f"{cell.source[:SHOWN]}\n... the rest of this cell is not shown here ..."
        if cell.cell_type == "code":
            cell.metadata[LAID_OUT] = self._code(cell.source, spoilt)
            outputs = _only_text(cell.outputs) if spoilt else cell.outputs
            outputs = safe_outputs(outputs, cell.execution_count, self._allowance)
            cell.outputs = from_dict([self._shown(output) for output in outputs])
        else:
            cell.metadata[LAID_OUT] = self._text(cell, spoilt or not whole, spoilt)
            cell.cell_type = "markdown"
        return cell, resources

    def _code(self, source, spoilt):
        if spoilt or len(source) > self._colours:
            return Clean(f'<div class="highlight">{plain(source)}</div>')
        self._colours -= len(source)
        return Clean(_coloured.get(source) or _coloured.put(source, _highlighter(source)))

    def _text(self, cell, as_written, spoilt):
        if as_written or cell.cell_type != "markdown":
            told = f"This text is shown as it was written, without its layout: {_TAKES}."
            return plain(cell.source, told if spoilt else "")
        return safe_markdown(cell.source, cell.get("attachments"), self._allowance)

    def _shown(self, output):
        """Return an output as far as the page has room for it, with Markdown laid out."""
        output = cut(output, self._allowance)
        source = output.get("data", {}).get("text/markdown")
        if source is not None:
            html = safe_markdown(source, None, self._allowance)
            return {**output, "data": {**output["data"], "text/html": html}}
        return described(output)


def _only_text(outputs):
    """Return outputs as plain text, with a note where there was more."""
    kept = []
    for output in outputs:
        output = dict(output)
        if "data" in output:
            text = output["data"].get("text/plain", "")
            if set(output["data"]) - {"text/plain"}:
                text = f"{text}\n(This output is shown as text: {_TAKES}.)".lstrip("\n")
            output["data"] = {"text/plain": text}
        kept.append(output)
    return kept


@pass_context
def markdown2html(context, source):
    """Return Markdown as safe HTML: laid out already where it is a cell's own text."""
    cell = context.get("cell") or {}
    made = cell.get("metadata", {}).get(LAID_OUT)
    if made is not None and source == cell.get("source"):
        return made
    return safe_markdown(source, cell.get("attachments"))


def highlight_code(source, language=None, metadata=None):
    """Return code as HTML: coloured already where it is a cell's own."""
    made = (metadata or {}).get(LAID_OUT)
    return made if made is not None else _highlighter(source)


FILTERS = {
    "markdown2html": markdown2html,
    "highlight_code": highlight_code,
    "clean_html": clean_page,
}


class HideRubric(Preprocessor):
    """Leaves the graders' rubric out of what learners get."""

    enabled = Bool(True, help="Whether to hide it.").tag(config=True)

    def preprocess(self, nb, resources):
        """Drop the cells that `notebooks.fill` has added for graders."""
        nb.cells = [
            cell for cell in nb.cells if cell.metadata.get(notebooks.GRADING) != notebooks.RUBRIC
        ]
        return nb, resources
