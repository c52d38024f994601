"""Show a verdict: as plain text, and as a small panel of HTML.

The panel brings its own style in `style` attributes, takes the text colour of the page it stands
in, and so reads in light and dark, in JupyterLab, in the book and on nbgrader's feedback pages.
Every tick and cross has its word beside it for those who do not see it.
"""

import os
from html import escape

SHOWN = 5  # failing cases that are listed; the others are counted
BOOK = "ATTENTION_LAB_BOOK"  # environment variable: the address of the book, if there is one
RIGHT, WRONG = "#2e9e5b", "#d1572b"  # both tell from white and from black by more than 3 to 1


def as_text(verdict, points=True):
    """Return the verdict as plain text: failing cases, what happened, the idea, an example.

    Parameters
    ----------
    verdict : Verdict
        What to show.
    points : bool
        Whether to show the points.
    """
    good, bad = _by_result(verdict)
    lines = [] if _unwritten(verdict) else [_headline(verdict, good, points)]
    if not verdict.passed and not _unwritten(verdict):
        lines += [f"  ✗ {case.words}" for case in bad[:SHOWN]]
        if len(bad) > SHOWN:
            lines.append(f"  ✗ and in {_more_cases(len(bad) - SHOWN)}")
        lines += [f"  ✓ {case.words}" for case in good]
    lines += [line for line in (verdict.happened, verdict.evidence, verdict.idea) if line]
    if verdict.see:
        more = f' More in "What went wrong?": {verdict.misconception}.' if verdict.link else ""
        lines.append(verdict.see + more)
    for title, block in _blocks(verdict):
        lines += ["", *([f"{title}:"] if title else []), *(f"    {line}" for line in block)]
    return "\n".join(lines)


def as_html(verdict, points=True, book=None):
    """Return the verdict as a panel.

    Parameters
    ----------
    verdict : Verdict
        What to show.
    points : bool
        Whether to show the points.
    book : str, optional
        The address that links start from, "" for a page of the book itself; by default the
        environment variable ``ATTENTION_LAB_BOOK``. Without one there is no link, only words.
    """
    good, bad = _by_result(verdict)
    neutral = _unwritten(verdict) or not bad
    colour = RIGHT if verdict.passed else "#888" if neutral else WRONG
    rows = []
    if not _unwritten(verdict):
        rows.append(_paragraph(f"<strong>{escape(_headline(verdict, good, points))}</strong>"))
    if verdict.passed:
        rows.append(_folded(good, f"The {len(good)} cases"))
    elif not _unwritten(verdict):
        rows.append(_list(bad[:SHOWN], len(bad) - SHOWN))
        if good:
            cases = "case works" if len(good) == 1 else "cases work"
            rows.append(_folded(good, f"{len(good)} {cases}"))
    if verdict.happened:
        rows.append(_paragraph(_ticked(verdict.happened)))
    if verdict.evidence:
        rows.append(_paragraph(f"<code>{escape(verdict.evidence)}</code>"))
    if verdict.idea:
        rows.append(_paragraph(_ticked(verdict.idea)))
    if verdict.see:
        rows.append(_paragraph(_see(verdict, book), "font-size:.92em"))
    rows += [_preformatted(title, block) for title, block in _blocks(verdict)]
    label = escape(f"Check of {verdict.function}")
    return (
        f'<div class="attention-check" role="group" aria-label="{label}" style="border-left:'
        f"4px solid {colour};padding:.15em 0 .15em .9em;margin:.6em 0;line-height:1.5;"
        f'color:inherit;max-width:46em">{"".join(rows)}</div>'
    )


def _headline(verdict, good, points):
    """Return the first line: the function, what works, and the points."""
    total = len(verdict.cases)
    what = f"{len(good)} of {total} cases work"
    if len(good) == total:
        what = f"all {total} cases work"
        if not verdict.passed:
            what += " with right earlier functions"
    marks = f" ({verdict.points:g} of {verdict.max_points:g} points)" if points else ""
    return f"{verdict.function}: {what}{marks}"


def _more_cases(count):
    return "one more case" if count == 1 else f"{count} more cases"


def _blocks(verdict):
    """Return (title, lines) for what is shown in the shape of a program's output."""
    first, *lines = verdict.example.splitlines() or [""]
    blocks = [(first.rstrip(":"), lines), ("Printed in that case", verdict.printed.splitlines())]
    return [(title, block) for title, block in blocks if block]


def _preformatted(title, lines):
    inside = escape("\n".join(lines))
    return (
        f'{_paragraph(_ticked(title) + ":")}<pre style="margin:.2em 0 .5em;padding:.3em .6em;'
        f"border-left:1px solid;color:inherit;overflow-x:auto;"
        f'font-size:.9em;line-height:1.35">{inside}</pre>'
    )


def _unwritten(verdict):
    """Whether there was nothing to judge."""
    works = any(case.passed for case in verdict.cases)
    return not verdict.passed and not verdict.see and not works


def _by_result(verdict):
    good = [case for case in verdict.cases if case.passed]
    return good, [case for case in verdict.cases if not case.passed]


def _paragraph(inside, style=""):
    return f'<p style="margin:.35em 0;{style}">{inside}</p>'


def _ticked(text):
    """Return escaped text with `code` between backticks marked as code."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts))


def _item(case):
    sign, word, colour = ("✓", "works", RIGHT) if case.passed else ("✗", "goes wrong", WRONG)
    mark = f'role="img" aria-label="{word}" style="color:{colour};font-weight:700"'
    return (
        '<li style="margin:.1em 0;list-style:none">'
        f"<span {mark}>{sign}</span> {_ticked(case.words)}</li>"
    )


def _list(cases, more=0):
    items = "".join(_item(case) for case in cases)
    if more > 0:
        items += f'<li style="margin:.1em 0;list-style:none">and in {_more_cases(more)}</li>'
    return f'<ul style="margin:.3em 0;padding:0">{items}</ul>'


def _folded(cases, summary):
    return (
        '<details style="margin:.3em 0"><summary style="cursor:pointer">'
        f'<span aria-hidden="true" style="color:{RIGHT};font-weight:700">✓</span> '
        f"{escape(summary)}</summary>{_list(cases)}</details>"
    )


def _see(verdict, book):
    """Return where to read on, as a link where the book's address is known."""
    base = os.environ.get(BOOK) if book is None else book
    text = escape(verdict.see)
    if not verdict.link:
        return text
    if base is None:
        slug = escape(verdict.misconception)
        return f"{text} More in “What went wrong?”: <code>{slug}</code>."
    slash = "" if not base or base.endswith("/") else "/"
    address = escape(base + slash + verdict.link)
    return f'{text} More: <a href="{address}" style="color:inherit">What went wrong?</a>'
