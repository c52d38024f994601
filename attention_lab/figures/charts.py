"""Bars, lines and histograms."""

import numpy as np

from .canvas import Sheet, wide
from .colours import INK, LINE, MUTED, NEGATIVE, WEIGHT
from .numbers import number, shortened, tick

_WIDE = 480
_LOOKS = ((WEIGHT, "-"), (NEGATIVE, "--"), (INK, ":"), (MUTED, "-."))


def marks(low, high, count=5):
    """Return round numbers from low to high, about so many."""
    from matplotlib.ticker import MaxNLocator

    values = MaxNLocator(count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = 1e-9 * (high - low)
    return [float(v) for v in values if low - slack <= v <= high + slack]


def bars(labels, values, *, alt=None, title=None, limit=None):
    """Draw horizontal bars with their numbers; a negative one goes left, in brown.

    Parameters
    ----------
    labels : sequence of str
    values : array of shape (n,), or a dict of name: array
        A dict draws up to four bars for each label, one under the other, and names them.
    alt : str
        What one sees, in a sentence.
    title : str, optional
    limit : float, optional
        The number up to which the bars have room; by default the largest.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If `alt` is missing, or labels and values do not match.
    """
    named = isinstance(values, dict)
    series = {str(k): np.asarray(v, float) for k, v in (values if named else {"": values}).items()}
    if not 1 <= len(series) <= len(_LOOKS):
        raise ValueError(f"bars draws one to {len(_LOOKS)} series, not {len(series)}")
    for name, row in series.items():
        if row.shape != (len(labels),):
            raise ValueError(f"{len(labels)} labels, but values {name} of shape {row.shape}")
    texts = [shortened(label, 22) for label in labels]
    drawn = np.nan_to_num(np.stack(list(series.values())), posinf=0.0, neginf=0.0)
    low, high = min(drawn.min(initial=0.0), 0.0), max(drawn.max(initial=0.0), 0.0)
    high = max(high, limit or 0.0)
    thick = 20 if len(series) == 1 else 13
    step = thick * len(series) + 8
    keys = 20 * len(series) + 8 if named else 0
    top = (30 if title else 0) + keys
    left = wide(texts) + 12 + (44 if low < 0 else 0)
    scale = (_WIDE - left - 48) / ((high - low) or 1.0)
    zero = left - low * scale
    sheet = Sheet(_WIDE, top + len(texts) * step + 2, alt)
    if title:
        sheet.text(1, 12, title, size=14, bold=True)
    for row, name in enumerate(series if named else ()):
        y = top - keys + 10 + 20 * row
        sheet.rectangle(left, y - 5, 22, 10, **_look(row, 1.0))
        sheet.text(left + 30, y, name)
    for i, text in enumerate(texts):
        y = top + i * step + 4
        sheet.text(wide(texts) + 2, y + (step - 8) / 2, text, align="right")
        for row, numbers in enumerate(series.values()):
            _bar(sheet, zero, y + row * thick, thick - 1, numbers[i], scale, row)
    sheet.line([zero, zero], [top, top + len(texts) * step], colour=MUTED)
    return sheet.finish()


def _look(row, value):
    """Return a bar's looks; each further series is lighter, so that they differ in grey too."""
    colour = NEGATIVE if value < 0 else WEIGHT
    opacity = (1.0, 0.45, 0.15, 0.0)[row]
    return {"fill": colour, "opacity": opacity, "edge": colour, "thickness": 1.0}


def _bar(sheet, zero, y, thick, value, scale, row):
    length = value * scale if np.isfinite(value) else 0.0
    left = min(zero, zero + length)
    sheet.rectangle(left, y, abs(length), thick, **_look(row, value))
    side, align = (-6, "right") if value < 0 else (6, "left")
    sheet.text(zero + length + side, y + thick / 2, number(value), size=12, align=align)


def lines(x, series, *, alt=None, title=None, x_name=None, y_name=None, log=""):
    """Draw lines, each with its name at its end.

    Parameters
    ----------
    x : array of shape (n,)
        Up to 8 numbers become the axis's marks.
    series : dict of name: array of shape (n,)
        At most four lines.
    alt : str
        What one sees, in a sentence.
    title, x_name, y_name : str, optional
    log : {"", "x", "y", "xy"}
        Which axes are logarithmic.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If `alt` is missing, or the lengths do not match.
    """
    x = np.asarray(x, dtype=float)
    series = {str(name): np.asarray(y, dtype=float) for name, y in series.items()}
    if not 1 <= len(series) <= len(_LOOKS):
        raise ValueError(f"lines draws one to {len(_LOOKS)} lines, not {len(series)}")
    for name, y in series.items():
        if y.shape != x.shape or x.ndim != 1:
            raise ValueError(f"x has shape {x.shape}, but {name} has shape {y.shape}")
    top = (30 if title else 0) + (24 if y_name else 8)
    left, right, tall = 56, wide(series) + 14, 230
    sheet = Sheet(_WIDE, top + tall + (46 if x_name else 26), alt)
    if title:
        sheet.text(1, 12, title, size=14, bold=True)
    every = np.concatenate(list(series.values()))
    across = _Axis(x, left, _WIDE - right, "x" in log, values=x if len(x) <= 8 else None)
    up = _Axis(every, top + tall, top, "y" in log)
    for place, words in up.marks():
        sheet.line([left, _WIDE - right], [place, place], colour=LINE, thickness=0.8)
        sheet.text(left - 8, place, words, size=12, colour=MUTED, align="right")
    for place, words in across.marks():
        sheet.text(place, top + tall + 14, words, size=12, colour=MUTED, align="center")
    if y_name:
        sheet.text(1, top - 14, y_name, size=12, colour=MUTED)
    if x_name:
        middle = (left + _WIDE - right) / 2
        sheet.text(middle, top + tall + 34, x_name, size=12, colour=MUTED, align="center")
    ends = []
    for (name, y), (colour, dashes) in zip(series.items(), _LOOKS, strict=False):
        seen = np.isfinite(up.place(y))
        xs, ys = across.place(x)[seen], up.place(y)[seen]
        sheet.line(xs, ys, colour=colour, thickness=2.2, dashes=dashes)
        ends.append([ys[-1] if len(ys) else top, name, colour])
    lowest = -np.inf
    for y, name, colour in sorted(ends):
        lowest = max(y, lowest + 16)
        sheet.text(_WIDE - right + 8, lowest, name, colour=colour, bold=True)
    return sheet.finish()


class _Axis:
    """Where numbers stand between two places of the sheet."""

    def __init__(self, numbers, start, end, log, values=None):
        self.log, self.start, self.end = log, start, end
        finite = numbers[np.isfinite(numbers) & ((numbers > 0) | (not log))]
        low, high = (finite.min(), finite.max()) if finite.size else (0.0, 1.0)
        if not log and values is None:
            pad = 0.04 * (high - low) or 0.5
            low, high = (0.0 if 0 <= low < 0.3 * high else low - pad), high + pad
        self.low, self.high = self._scaled(np.array([low, high if high > low else low + 1.0]))
        self.values = values

    def _scaled(self, numbers):
        if not self.log:
            return numbers
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.log10(numbers)

    def place(self, numbers):
        share = (self._scaled(np.asarray(numbers, float)) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def marks(self):
        values = self.values
        if values is None and self.log:
            powers = np.arange(np.floor(self.low), np.ceil(self.high) + 1)
            few = len(powers) <= 4
            values = 10.0 ** powers[:: 1 + len(powers) // 7]
            values = np.outer(values, (1, 2, 5) if few else (1,)).ravel()
            inside = np.abs(np.log10(values) - (self.low + self.high) / 2)
            values = values[inside <= (self.high - self.low) / 2 + 1e-9]
        elif values is None:
            values = marks(self.low, self.high)
        step = min(np.diff(np.unique(values)), default=1.0)
        words = [number(v) if self.log and v < 1 else tick(v, step) for v in values]
        return list(zip(self.place(values), words, strict=True))


def histogram(samples, *, alt=None, title=None, bins=40, x_name=None, limits=None):
    """Draw how numbers are spread: one histogram under the other, on one axis.

    Parameters
    ----------
    samples : array of any shape, or a dict of name: array
    alt : str
        What one sees, in a sentence.
    title, x_name : str, optional
    bins : int
        Bars along the axis.
    limits : pair of floats, optional
        Where the axis begins and ends; by default so that everything fits.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If `alt` is missing, or there is nothing finite to draw.
    """
    named = isinstance(samples, dict)
    series = {str(k): np.ravel(v) for k, v in (samples if named else {"": samples}).items()}
    every = np.concatenate([np.asarray(v, float) for v in series.values()] or [np.array([])])
    every = every[np.isfinite(every)]
    if not every.size:
        raise ValueError("there is no finite number to draw")
    low, high = limits or (every.min(), every.max())
    high = high if high > low else low + 1.0
    tall, top = (94 if named else 150), (30 if title else 0)
    sheet = Sheet(_WIDE, top + len(series) * tall + (46 if x_name else 26), alt)
    if title:
        sheet.text(1, 12, title, size=14, bold=True)
    left, right = 14, _WIDE - 14
    values = marks(low, high, 8)
    step = values[1] - values[0] if len(values) > 1 else 1.0
    places = [left + (v - low) / (high - low) * (right - left) for v in values]
    for place, value in zip(places, values, strict=True):
        sheet.line([place, place], [top, top + len(series) * tall], colour=LINE, thickness=0.8)
        y = top + len(series) * tall + 14
        sheet.text(place, y, tick(value, step), size=12, colour=MUTED, align="center")
    edges = np.linspace(low, high, bins + 1)
    width = (right - left) / bins
    for row, (name, numbers) in enumerate(series.items()):
        base = top + (row + 1) * tall
        counts = np.histogram(numbers[np.isfinite(numbers)], edges)[0]
        for i in np.flatnonzero(counts):
            height = counts[i] / counts.max() * (tall - (30 if named else 14))
            place = (left + i * width + 0.5, base - height, width - 1, height)
            sheet.rectangle(*place, fill=WEIGHT, opacity=0.75)
        sheet.line([left, right], [base, base], colour=MUTED)
        sheet.text(left + 4, base - tall + 15, name, bold=True)
    if x_name:
        y = top + len(series) * tall + 34
        sheet.text(_WIDE / 2, y, x_name, size=12, colour=MUTED, align="center")
    return sheet.finish()
