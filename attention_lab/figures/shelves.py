"""The running picture: books on a shelf, as full as their shares."""

import numpy as np

from .canvas import LETTER, Sheet, wide
from .colours import INK, LINE, SHARE, WEIGHT
from .numbers import number, shortened

_TALL = 168
_AT_MOST = 16


def shelf(titles, weights, *, alt=None, title=None, full=1.0, per_shelf=None, highlight=()):
    """Draw books as spines on a shelf; a spine is filled as far as its book is read.

    Parameters
    ----------
    titles : sequence of str
        What is written along the spines (`library.short_titles` fits).
    weights : array of shape (n_books,)
        Weights or scores; a negative one is drawn as 0, and what exceeds `full` as full.
    alt : str
        What one sees, in a sentence.
    title : str, optional
    full : float
        The weight of a spine that is filled to its top: 1, unless they are no shares.
    per_shelf : int, optional
        Books side by side; by default at most 16, in shelves of equal length. Up to 12, the
        weights stand above the spines.
    highlight : sequence of int
        Books to frame.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If `alt` is missing, or titles and weights do not match.
    """
    weights = np.asarray(weights, dtype=float)
    if weights.shape != (len(titles),) or not len(titles):
        raise ValueError(f"{len(titles)} titles, but weights of shape {weights.shape}")
    count = len(titles)
    per_shelf = per_shelf or -(-count // -(-count // _AT_MOST))
    thick = min(max(470 / per_shelf, 28), 48)
    numbered = per_shelf <= 12
    above = 22 if numbered else 6
    step, top = _TALL + above + 14, 30 if title else 0
    shelves = -(-count // per_shelf)
    width = max(per_shelf * thick + 12, wide([title or ""], 14) + 4)
    sheet = Sheet(width, top + shelves * step, alt)
    if title:
        sheet.text(1, 12, title, size=14, bold=True)
    for place, (name, weight) in enumerate(zip(titles, weights, strict=True)):
        x = 6 + (place % per_shelf) * thick
        board = top + (place // per_shelf + 1) * step - 8
        tall = _height(name)
        share = float(np.clip(weight / full, 0, 1)) if np.isfinite(weight) else 0.0
        frame = (INK, 2.5) if place in highlight else (LINE, 1.0)
        spine = (x + 2, board - tall, thick - 4, tall)
        level = board - share * tall
        if share:
            sheet.rectangle(x + 2, level, thick - 4, share * tall, fill=WEIGHT, opacity=SHARE)
            sheet.line([x + 2, x + thick - 2], [level, level], colour=WEIGHT, thickness=2)
        sheet.rectangle(*spine, edge=frame[0], thickness=frame[1])
        words = shortened(name, int((tall - 28) / (12.5 * LETTER)))
        sheet.text(x + thick / 2, board - tall + 15, words, size=12.5, turn=270)
        if numbered:
            sheet.text(x + thick / 2, board - tall - 10, number(weight), size=12, align="center")
    for row in range(shelves):
        board = top + (row + 1) * step - 6.5
        sheet.line([2, per_shelf * thick + 10], [board, board], thickness=3)
    return sheet.finish()


def _height(name):
    """Return a spine's height: books differ, and one book is the same in every picture."""
    return _TALL - sum(map(ord, str(name))) % 4 * 6
