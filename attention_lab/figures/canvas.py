"""A sheet that is drawn on in pixels, and the figure it becomes."""

import html
import math
from functools import cached_property

from . import vector
from .colours import INK, STYLE

_FONT = (
    "var(--text-font,system-ui),system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif"
)
LETTER = 0.6  # the width of a letter, as a share of its size, rounded up


class Figure:
    """A picture that shows itself in a notebook and on a page.

    Its HTML is inline SVG, as wide as it needs to be and never wider than the text; its PNG is
    for printed books, drawn when somebody asks for it, and its plain text is the description.

    Attributes
    ----------
    svg : str
        The picture, with colours as CSS variables.
    alt : str
        What one sees, in words.
    """

    def __init__(self, svg, alt, sheet):
        self.svg = svg
        self.alt = alt
        self._sheet = sheet

    def __repr__(self):
        return self.alt

    def _repr_html_(self):
        return f'<div class="attention-figure"><style>{STYLE}</style>{self.svg}</div>'

    def _repr_png_(self):
        return self._png

    @cached_property
    def _png(self):
        from .printed import png

        return png(self._sheet)


class Sheet:
    """A blank sheet of `width` by `height` pixels; y grows downwards.

    Attributes
    ----------
    marks : list of (str, dict)
        What has been drawn, in order: later marks cover earlier ones. Each is the name of a
        function of `attention_lab.figures.vector` and its arguments.

    Raises
    ------
    ValueError
        If `alt` is missing or empty.
    """

    def __init__(self, width, height, alt):
        if not isinstance(alt, str) or not alt.strip():
            raise ValueError(
                "a figure needs alt=, a sentence that says what one sees, "
                "for readers who do not see it"
            )
        self.width, self.height, self.alt = round(width), round(height), " ".join(alt.split())
        self.marks = []

    def rectangle(self, x, y, width, height, fill=None, opacity=1.0, edge=None, thickness=1.0):
        """Draw a rectangle from its upper left corner."""
        corners = ([x, x + width, x + width, x], [y, y, y + height, y + height])
        self.polygon(*corners, fill=fill, opacity=opacity, edge=edge, thickness=thickness)

    def polygon(self, xs, ys, fill=None, opacity=1.0, edge=None, thickness=1.0):
        """Draw a closed shape; `opacity` is the fill's."""
        points = list(zip(map(float, xs), map(float, ys), strict=True))
        look = {"fill": fill, "opacity": float(opacity), "edge": edge, "thickness": thickness}
        if all(_finite(point) for point in points):
            self._add("shapes", outlines=[points], **look)

    def cells(self, places, width, height, fill, opacity):
        """Fill rectangles of one size, given their upper left corners, as one shape."""
        outlines = [
            [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
            for x, y in ((float(x), float(y)) for x, y in places)
        ]
        self._add("shapes", outlines=outlines, fill=fill, opacity=float(opacity))

    def line(self, xs, ys, colour=INK, thickness=1.0, dashes="-"):
        """Draw a line through points."""
        points = list(filter(_finite, zip(map(float, xs), map(float, ys), strict=True)))
        if points:
            self._add("line", points=points, colour=colour, thickness=thickness, dashes=dashes)

    def text(self, x, y, words, size=13, colour=INK, align="left", turn=0, bold=False, halo=None):
        """Write words whose middle line goes through y; `turn` is in degrees, anticlockwise.

        With `halo`, a colour, they stand out from lines that cross them.
        """
        # The baseline is placed here: a browser has other letters than Matplotlib measures.
        drop = 0.35 * size
        dx, dy = {0: (0, drop), 90: (drop, 0), 270: (-drop, 0)}.get(turn, (0.25 * size, 0))
        if str(words) and _finite((x, y)):
            self._add(
                "text", x=float(x + dx), y=float(y + dy), words=str(words), size=size,
                colour=colour, align=align, turn=turn, bold=bold, halo=halo,
            )  # fmt: skip

    def _add(self, kind, **mark):
        self.marks.append((kind, mark))

    def finish(self):
        """Return the finished `Figure`."""
        body = "\n".join(getattr(vector, kind)(**mark) for kind, mark in self.marks)
        size = f"width:min(100%,{self.width / 16:.2f}rem);height:auto"
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'role="img" aria-label="{html.escape(self.alt)}" '
            f'style="display:block;{size};font-family:{_FONT}">\n{body}\n</svg>'
        )
        return Figure(svg, self.alt, self)


def _finite(point):
    return math.isfinite(point[0]) and math.isfinite(point[1])


def wide(texts, size=13):
    """Return how many pixels the longest of some texts takes."""
    return max((len(str(text)) for text in texts), default=0) * size * LETTER
