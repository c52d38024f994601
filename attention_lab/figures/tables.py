"""Tables, with numbers as the course writes them."""

import html
from numbers import Integral, Real

from .numbers import number


class Table:
    """A table that shows itself in a notebook and on a page.

    Parameters
    ----------
    columns : sequence of str
        What stands at the head.
    rows : sequence of sequences
        A text or a number for each column; integers stay whole, other numbers get two decimals.

    Raises
    ------
    ValueError
        If a row is longer or shorter than the head.
    """

    def __init__(self, columns, rows):
        self.columns = [str(column) for column in columns]
        self.rows = [list(row) for row in rows]
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{len(self.columns)} columns, but a row of {len(row)}: {row}")

    def __repr__(self):
        rows = [self.columns, *([_text(cell) for cell in row] for row in self.rows)]
        wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip()
            for row in rows
        ]
        return "\n".join(lines)

    def _repr_html_(self):
        head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in self.columns)
        body = "".join(f"<tr>{_row(row)}</tr>" for row in self.rows)
        # Notebooks align tables to the right, which texts do not want.
        return (
            '<table class="attention-table" style="text-align:left">'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def _row(cells):
    sides = ("right" if isinstance(cell, Real) else "left" for cell in cells)
    return "".join(
        f'<td style="text-align:{side}">{html.escape(_text(cell))}</td>'
        for side, cell in zip(sides, cells, strict=True)
    )


def _text(cell):
    if isinstance(cell, Integral):
        return str(cell).replace("-", "−")
    return number(cell) if isinstance(cell, Real) else str(cell)
