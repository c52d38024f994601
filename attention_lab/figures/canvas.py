"""A sheet that is drawn on in pixels, and the figure it becomes."""

import html
import io
import re

import numpy as np

from .colours import INK, STYLE, VARIABLES

_FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif"
_NUMBER = r"(-?[\d.]+)"
_RECTANGLE = re.compile(
    rf"M {_NUMBER} {_NUMBER} L {_NUMBER} \2 L \3 {_NUMBER} L \1 \4 (?:L \1 \2 )?z"
)
LETTER = 0.6  # the width of a letter, as a share of its size, rounded up


class Figure:
    """A picture that shows itself in a notebook and on a page.

    Its HTML is inline SVG, as wide as it needs to be and never wider than the text; its PNG is
    for printed books, and its plain text is the description.

    Attributes
    ----------
    svg : str
        The picture, with colours as CSS variables.
    alt : str
        What one sees, in words.
    """

    def __init__(self, svg, png, alt):
        self.svg = svg
        self.alt = alt
        self._png = png

    def __repr__(self):
        return self.alt

    def _repr_html_(self):
        return f'<div class="attention-figure"><style>{STYLE}</style>{self.svg}</div>'

    def _repr_png_(self):
        return self._png


class Sheet:
    """A blank sheet of `width` by `height` pixels; y grows downwards.

    Raises
    ------
    ValueError
        If `alt` is missing or empty.
    """

    def __init__(self, width, height, alt):
        from matplotlib.figure import Figure as Drawing

        if not isinstance(alt, str) or not alt.strip():
            raise ValueError(
                "a figure needs alt=, a sentence that says what one sees, "
                "for readers who do not see it"
            )
        self.width, self.height, self.alt = round(width), round(height), " ".join(alt.split())
        self._drawing = Drawing(figsize=(self.width / 72, self.height / 72), dpi=72)
        self._axes = self._drawing.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(0, self.width), ylim=(self.height, 0))
        self._axes.axis("off")
        self._drawn = 0

    def _above(self):
        """Return the layer above all that is drawn so far: later strokes cover earlier ones."""
        self._drawn += 1
        return self._drawn

    def rectangle(self, x, y, width, height, fill=None, opacity=1.0, edge=None, thickness=1.0):
        """Draw a rectangle from its upper left corner."""
        corners = ([x, x + width, x + width, x], [y, y, y + height, y + height])
        self.polygon(*corners, fill=fill, opacity=opacity, edge=edge, thickness=thickness)

    def polygon(self, xs, ys, fill=None, opacity=1.0, edge=None, thickness=1.0):
        """Draw a closed shape; `opacity` is the fill's."""
        from matplotlib.patches import Polygon

        face = (fill, float(opacity)) if fill else "none"
        points = list(zip(xs, ys, strict=True))
        looks = {"facecolor": face, "edgecolor": edge or "none", "linewidth": thickness}
        self._add(Polygon(points, **looks))

    def cells(self, places, width, height, fill, opacity):
        """Fill rectangles of one size, given their upper left corners, as one shape."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        steps = np.array([(0, 0), (width, 0), (width, height), (0, height), (0, 0)])
        corners = (np.asarray(places, float)[:, np.newaxis] + steps).reshape(-1, 2)
        codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(places)
        self._add(PathPatch(Path(corners, codes), facecolor=(fill, opacity), edgecolor="none"))

    def _add(self, patch):
        patch.set(clip_on=False, zorder=self._above())
        self._axes.add_patch(patch)

    def line(self, xs, ys, colour=INK, thickness=1.0, dashes="-"):
        """Draw a line through points."""
        self._axes.plot(
            xs, ys, color=colour, linewidth=thickness, linestyle=dashes, clip_on=False,
            solid_capstyle="round", zorder=self._above(),
        )  # fmt: skip

    def text(self, x, y, words, size=13, colour=INK, align="left", turn=0, bold=False):
        """Write words whose middle line goes through y; `turn` is in degrees, anticlockwise."""
        # The baseline is placed here: a browser has other letters than Matplotlib measures.
        drop = 0.35 * size
        dx, dy = {0: (0, drop), 90: (drop, 0), 270: (-drop, 0)}.get(turn, (0.25 * size, 0))
        self._axes.text(
            x + dx, y + dy, words, fontsize=size, color=colour, ha=align, va="baseline",
            rotation=turn, rotation_mode="anchor", fontweight="bold" if bold else "normal",
            clip_on=False, parse_math=False, zorder=self._above(),
        )  # fmt: skip

    def finish(self):
        """Return the finished `Figure`."""
        import matplotlib

        with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "attention"}):
            svg = io.StringIO()
            self._drawing.savefig(svg, format="svg", transparent=True, metadata={"Date": None})
            png = io.BytesIO()
            self._drawing.savefig(png, format="png", facecolor="white", dpi=144)
        return Figure(self._inline(svg.getvalue()), png.getvalue(), self.alt)

    def _inline(self, svg):
        """Matplotlib's file to inline SVG: no ids that could clash, variables for colours."""
        body = svg[svg.index("<g id=") : svg.rindex("</svg>")]
        body = re.sub(r"<defs>.*?</defs>", "", body, flags=re.DOTALL)
        body = re.sub(r"</?g[^>]*>", "", body)
        body = re.sub(r'<path d="[^"]*" style="fill: none"/>', "", body)
        body = re.sub(r"<[^>]*>", _tidy, body)
        body = re.sub(r"\s+", " ", body)
        body = re.sub(r"> +<", ">\n<", body).strip()
        size = f"width:min(100%,{self.width / 16:.2f}rem);height:auto"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'role="img" aria-label="{html.escape(self.alt)}" '
            f'style="display:block;{size};font-family:{_FONT}">\n{body}\n</svg>'
        )


def _tidy(found):
    """Shorten a tag of Matplotlib's and give it the variables for its colours."""
    tag = re.sub(r' transform="rotate\(-0 [^"]*"', "", found[0])
    tag = re.sub(r" font-family: [^;\"]*;?|; stroke-linejoin: miter", "", tag)
    tag = re.sub(r"-?\d+\.\d{3,}", lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), tag)
    tag = re.sub(r"#[0-9a-f]{6}", lambda m: VARIABLES.get(m[0], m[0]), tag)
    return _RECTANGLE.sub(_short_rectangle, re.sub(r"\s+", " ", tag))


def _short_rectangle(found):
    left, top, right, bottom = (float(corner) for corner in found.groups())
    across, down = f"{right - left:.2f}", f"{bottom - top:.2f}"
    return f"M{found[1]} {found[2]}h{across}v{down}H{found[1]}z"


def wide(texts, size=13):
    """Return how many pixels the longest of some texts takes."""
    return max((len(str(text)) for text in texts), default=0) * size * LETTER
