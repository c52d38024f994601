"""Matrices as coloured cells with their numbers."""

from textwrap import wrap

import numpy as np

from .canvas import LETTER, Sheet, wide
from .colours import INK, LINE, MUTED, NEGATIVE, ROLE_LETTERS, ROLE_WORDS, SHARE, WEIGHT, letters_on
from .numbers import number, shortened

WRITTEN_UP_TO = 12
_LONGEST_LABEL = 20
_LINE = 15
_FILLED_FROM = 18  # pixels; a smaller cell is too small to be filled by a fraction


def heatmap(
    matrix,
    rows=None,
    columns=None,
    *,
    alt=None,
    kind="weights",
    title=None,
    row_role=None,
    column_role=None,
    mask=None,
    highlight=(),
    full=None,
):
    """Draw a matrix as coloured cells; up to 12 by 12 with the numbers in them.

    Parameters
    ----------
    matrix : array of shape (n_rows, n_columns)
        A vector counts as one row.
    rows, columns : sequences of str, optional
        Labels.
    alt : str
        What one sees, in a sentence.
    kind : {"weights", "scores"}
        A weight fills its cell from below, as a share of it; scores are shades, from brown over
        the ground (0) to violet. In cells too small for that a weight is a shade too.
    title : str, optional
    row_role, column_role : {"Q", "K", "V"}, optional
        What the rows and the columns are: names the axis and gives the labels their colour.
    mask : boolean array, broadcastable to the matrix, optional
        Cells with False are crossed out and have no number.
    highlight : sequence of (row, column) pairs
        Cells to frame.
    full : float, optional
        The number that fills its cell, or has the full colour: 1 for weights, the largest for
        scores.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If `alt` is missing, or labels and matrix do not match.
    """
    matrix, rows, columns = _checked(matrix, rows, columns, kind)
    n_rows, n_columns = matrix.shape
    cell, tall = _cell_size(n_rows, n_columns)
    row_texts = _row_labels(rows, tall)
    column_texts = _labels(columns, cell)
    slanted = wide(column_texts, 13) > cell - 4
    left = max(map(wide, row_texts), default=0) + (10 if row_texts else 0) + 2
    left += 26 if row_role else 0
    head = wide(column_texts) * 0.72 + 12 if slanted else 24 * bool(column_texts)
    top = (30 if title else 0) + (24 if column_role else 0) + head + 2
    right = max(wide(column_texts[-1:]) * 0.72 - cell / 2, 0) if slanted else 0
    titled = wide([title or ""], 14)
    width = max(left + n_columns * cell + right + 2, titled + 4)
    sheet = Sheet(width, top + n_rows * tall + 2, alt)
    if title:
        sheet.text(1, 12, title, size=14, bold=True)
    if column_role:
        y = (30 if title else 0) + 10
        _axis_name(sheet, left + n_columns * cell / 2, y, column_role, 0)
    if row_role:
        _axis_name(sheet, 11, top + n_rows * tall / 2, row_role, 90)
    for i, lines in enumerate(row_texts):
        for k, text in enumerate(lines):
            y = top + (i + 0.5) * tall + (k - (len(lines) - 1) / 2) * _LINE
            colour = ROLE_LETTERS.get(row_role, INK)
            sheet.text(left - 8, y, text, colour=colour, align="right")
    for j, text in enumerate(column_texts):
        x, colour = left + (j + 0.5) * cell, ROLE_LETTERS.get(column_role, INK)
        if slanted:
            sheet.text(x, top - 6, text, colour=colour, turn=45)
        else:
            sheet.text(x, top - 12, text, colour=colour, align="center")
    _cells(sheet, matrix, left, top, cell, tall, kind, full, mask)
    for i, j in highlight:
        place = (left + j * cell + 1, top + i * tall + 1, cell - 2, tall - 2)
        sheet.rectangle(*place, edge=INK, thickness=2.5)
    return sheet.finish()


def heatmaps(
    matrices, titles, *, alt=None, kind="weights", title=None, across=None, mask=None, full=None
):
    """Draw several matrices of one shape side by side, small and on one scale.

    Parameters
    ----------
    matrices : array of shape (count, n_rows, n_columns), or a sequence of matrices
    titles : sequence of str
        One for each matrix, written above it.
    alt : str
        What one sees, in a sentence.
    across : int, optional
        How many stand side by side; by default at most 4.
    kind, title, mask, full
        As for `heatmap`.

    Returns
    -------
    Figure
    """
    matrices = [_checked(matrix, None, None, kind)[0] for matrix in matrices]
    if len(matrices) != len(titles) or not matrices:
        raise ValueError(f"{len(matrices)} matrices and {len(titles)} titles")
    if kind == "scores" and full is None:
        full = max(_largest(matrix) for matrix in matrices)
    across = across or min(4, len(matrices))
    n_rows = max(matrix.shape[0] for matrix in matrices)
    n_columns = max(matrix.shape[1] for matrix in matrices)
    space = max(480 / across - 14, wide(titles, 12))
    cell = min(space / n_columns, 40)
    tall = min(cell, 30)
    space = max(space if cell < 40 else n_columns * cell, wide(titles, 12))
    step_x, step_y, top = space + 14, n_rows * tall + 36, 30 if title else 0
    down = -(-len(matrices) // across)
    sheet = Sheet(across * step_x - 10, top + down * step_y - 10, alt)
    if title:
        sheet.text(1, 12, title, size=14, bold=True)
    for place, (matrix, name) in enumerate(zip(matrices, titles, strict=True)):
        x, y = (place % across) * step_x + 2, top + (place // across) * step_y
        sheet.text(x, y + 10, name, size=12)
        _cells(sheet, matrix, x, y + 22, cell, tall, kind, full, mask)
    return sheet.finish()


def _checked(matrix, rows, columns, kind):
    matrix = np.atleast_2d(np.asarray(matrix, dtype=float))
    if matrix.ndim != 2 or not matrix.size:
        raise ValueError(f"a heatmap needs a matrix of shape (rows, columns), not {matrix.shape}")
    if kind not in ("weights", "scores"):
        raise ValueError(f'kind is "weights" or "scores", not {kind!r}')
    for name, labels, count in (("rows", rows, len(matrix)), ("columns", columns, matrix.shape[1])):
        if labels is not None and len(labels) != count:
            raise ValueError(f"the matrix has {count} {name}, but there are {len(labels)} labels")
    return matrix, rows, columns


def _cell_size(n_rows, n_columns):
    if max(n_rows, n_columns) <= WRITTEN_UP_TO:
        return (50, 34) if n_columns <= 8 else (40, 32)
    cell = min(480 / n_columns, 26)
    return cell, max(cell, 18) if n_rows <= WRITTEN_UP_TO else cell


def _labels(labels, room):
    """Return the labels as they are written: none where cells are too small for them."""
    if labels is None or room < 12:
        return []
    return [shortened(label, _LONGEST_LABEL) for label in labels]


def _row_labels(labels, room):
    """Return the lines of each row's label: two where there is room for them."""
    if labels is None or room < 2 * _LINE:
        return [[label] for label in _labels(labels, room)]
    return [wrap(str(label), _LONGEST_LABEL, max_lines=2, placeholder="…") for label in labels]


def _axis_name(sheet, x, y, role, turn):
    words, colour = ROLE_WORDS[role], ROLE_LETTERS[role]
    sheet.text(x, y, words, colour=colour, align="center", turn=turn, bold=True)


def _largest(matrix):
    finite = np.abs(matrix[np.isfinite(matrix)])
    return finite.max(initial=0.0) or 1.0


def _cells(sheet, matrix, left, top, cell, tall, kind, full, mask):
    full = full or (1.0 if kind == "weights" else _largest(matrix))
    seen = np.broadcast_to(True if mask is None else np.asarray(mask, dtype=bool), matrix.shape)
    shares = np.clip(np.abs(np.where(np.isfinite(matrix), matrix, 0)) / full, 0, 1).round(2)
    corners = np.stack(np.indices(matrix.shape)[::-1], axis=-1) * (cell, tall) + (left, top)
    filled = kind == "weights" and min(cell, tall) >= _FILLED_FROM
    written = max(matrix.shape) <= WRITTEN_UP_TO and cell >= 24
    longest = max((len(number(x)) for x in matrix[seen]), default=1) if written else 1
    size = min(13, (cell - 8) / (LETTER * longest))
    if filled:
        for i, j in np.argwhere(seen & (matrix > 0) & (shares > 0)):
            x, y = corners[i, j]
            level = y + (1 - shares[i, j]) * tall
            sheet.rectangle(x, level, cell, y + tall - level, fill=WEIGHT, opacity=SHARE)
            # The level makes room for a number, so as not to strike it through.
            struck = written and abs(level - y - tall / 2) < 0.45 * size
            end = (cell - LETTER * size * longest) / 2 if struck else cell
            for start in (x, x + cell - end) if struck else (x,):
                sheet.line([start, start + end], [level] * 2, colour=WEIGHT, thickness=1.6)
    for colour, side in ((WEIGHT, matrix >= 0), (NEGATIVE, matrix < 0)) if not filled else ():
        for share in np.unique(shares[side & seen & (shares > 0)]):
            sheet.cells(corners[side & seen & (shares == share)], cell, tall, colour, share)
    if min(cell, tall) >= 10:
        n_rows, n_columns = matrix.shape
        for x in left + cell * np.arange(n_columns + 1):
            sheet.line([x, x], [top, top + n_rows * tall], colour=LINE)
        for y in top + tall * np.arange(n_rows + 1):
            sheet.line([left, left + n_columns * cell], [y, y], colour=LINE)
    if written:
        for i, j in np.argwhere(seen):
            x, y = corners[i, j] + (cell / 2, tall / 2)
            shade = NEGATIVE if matrix[i, j] < 0 else WEIGHT
            letters = INK if filled else letters_on(shade, shares[i, j])
            sheet.text(x, y, number(matrix[i, j]), size=size, colour=letters, align="center")
    arm = 0.15 * min(cell, tall)
    for x, y in corners[~seen] + (cell / 2, tall / 2):
        sheet.line([x - arm, x + arm], [y + arm, y - arm], colour=MUTED)
