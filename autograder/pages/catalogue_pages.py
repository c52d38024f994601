"""What the records write: the table of functions, the catalogue, and the kill matrix."""

import inspect
from textwrap import indent

import numpy as np

import solutions

from ..exercises import CHAPTERS, CHECKS
from ..exercises.catalogue import catalogue
from ..proof.matrix import matrix
from .worked import example, without_numbers


def functions_table():
    """Return a table of the chapters and their functions as MyST Markdown."""
    lines = ["| chapter | functions |", "|---|---|"]
    for chapter, names in CHAPTERS.items():
        functions = ", ".join(
            f"`{name}{inspect.signature(getattr(solutions, name))}`" for name in names
        )
        lines.append(f"| {{doc}}`{int(chapter[:2])} <{chapter}>` | {functions} |")
    return "\n".join(lines)


def what_went_wrong_page():
    """Return the catalogue as MyST Markdown: contents, then each misconception under its slug."""
    subjects = catalogue(CHECKS.values())
    parts = ["## Contents\n", _filter_form()]
    for title, entries in subjects.items():
        parts.append(f"- {{ref}}`{title} <{_label(title)}>` ({len(entries)})")
    parts.append("\n:::{dropdown} All of them by name")
    for title, entries in subjects.items():
        parts.append(f"**{title}**: {_links(entries)}\n")
    parts.append(":::")
    for title, entries in subjects.items():
        parts.append(f"\n({_label(title)})=\n## {title}\n")
        parts += [_entry(entry) for entry in entries]
    return "\n".join(parts)


def _filter_form():
    """Return the form that narrows the page down, hidden until its script shows it."""
    options = "".join(f"<option>{name}</option>" for name in CHECKS)
    return (
        '<form class="mistake-filter" role="search" aria-label="Mistakes" hidden>\n'
        f'<label>Function <select><option value="">all</option>{options}</select></label>\n'
        '<label>Words <input type="search" autocomplete="off" spellcheck="false" /></label>\n'
        '<p role="status"></p>\n</form>\n'
    )


def _label(title):
    return f"mistakes-{title.lower().replace(' ', '-')}"


def _links(entries):
    return ", ".join(f"{{ref}}`{entry.slug} <{entry.slug}>`" for entry in entries)


def _entry(entry):
    """Return one misconception: what happened as a term, the rest as its definition.

    Its example is folded: it opens for a link that leads to it.
    """
    places = [
        f"{{ref}}`{heading} <{label}>`, chapter {int(chapter[:2])}"
        for chapter, label, heading in entry.sections
    ]
    more = f"\n  Explained in {' and '.join(places)}." if places else ""
    where = "any function" if len(entry.functions) > 9 else ", ".join(entry.functions)
    found = example(entry.slug, CHECKS)
    shown = found.text() if found else without_numbers(entry.slug)
    return (
        f"({entry.slug})=\n{entry.happened}\n: {entry.idea}{more}\n\n"
        '  <details class="example"><summary>A small example</summary>\n\n'
        f"  ```text\n{indent(shown, '  ')}\n  ```\n\n  </details>\n"
        f": `{entry.slug}` in {where}\n"
    )


def checks_page():
    """Return the kill matrix as MyST Markdown: a table of sums, and one table a function."""
    rows = matrix()
    parts = [
        "| function | cases | misconceptions | written in so many ways | killed | named |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, check in CHECKS.items():
        mine = [row for row in rows if row.function == name]
        parts.append(f"| `{name}` | {_count_cases(check)} | {_sums(mine)} |")
    parts.append(f"| together | {sum(map(_count_cases, CHECKS.values()))} | {_sums(rows)} |")
    for name in CHECKS:
        parts += ["", f":::{{dropdown}} {name}", "| misconception | ways | killed | named |"]
        parts.append("|---|--:|--:|--:|")
        parts += [
            f"| {{ref}}`{row.slug} <{row.slug}>` | {row.variants} | {row.killed} | {row.named} |"
            for row in rows
            if row.function == name
        ]
        parts.append(":::")
    return "\n".join(parts)


def _count_cases(check):
    """Return the number of a check's cases, with the one on changed arguments."""
    return len(check.cases(np.random.default_rng(0))) + 1


def _sums(rows):
    """Return the sums of some rows as cells of a table."""
    sums = [sum(getattr(row, key) for row in rows) for key in ("variants", "killed", "named")]
    return " | ".join(map(str, [len(rows), *sums]))
