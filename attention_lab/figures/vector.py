"""Marks on a sheet as tags of SVG, with the page's variables for colours."""

import html
import re

from .colours import VARIABLES

DASHES = {"-": (), "--": (3.7, 1.6), ":": (1, 1.65), "-.": (6.4, 1.6, 1, 1.6)}
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def shapes(outlines, fill, opacity=1.0, edge=None, thickness=1.0):
    """Return closed shapes as one path.

    Parameters
    ----------
    outlines : list of lists of (float, float)
        The corners of each.
    fill, edge : str or None
        Colours, as "#rrggbb".
    opacity : float
        The fill's, from 0 to 1.
    thickness : float
        The edge's, in pixels.
    """
    look = [("fill", _colour(fill) if fill and opacity else "none")]
    if fill and 0 < opacity < 1:
        look.append(("fill-opacity", _number(opacity)))
    return _path("".join(map(_closed, outlines)), look + _stroke(edge, thickness))


def line(points, colour, thickness=1.0, dashes="-"):
    """Return a line through points; `dashes` is a key of `DASHES`, or lengths times thickness."""
    look = [("fill", "none")]
    lengths = DASHES[dashes] if isinstance(dashes, str) else dashes[1]
    if lengths:
        look.append(("stroke-dasharray", ",".join(_number(thickness * one) for one in lengths)))
        look.append(("stroke-dashoffset", "0"))
    look += _stroke(colour, thickness)
    if not lengths:
        look.append(("stroke-linecap", "round"))
    steps = " L ".join(f"{_number(x)} {_number(y)}" for x, y in points)
    return _path(f"M {steps} ", look)


def text(x, y, words, size, colour, align="left", turn=0, bold=False, halo=None):
    """Return words that start, end or have their middle at a point of their baseline.

    With `halo`, a colour, they stand out from lines that cross them.
    """
    look = [("font-weight", "700")] if bold else []
    look += [
        ("font-size", f"{_number(size)}px"),
        ("text-anchor", _ANCHORS[align]),
        ("fill", _colour(colour)),
    ]
    if halo:
        look += [("paint-order", "stroke"), ("stroke-linejoin", "round"), *_stroke(halo, 4)]
    place = f'x="{_number(x)}" y="{_number(y)}"'
    if turn:
        place += f' transform="rotate({_number(-turn)} {_number(x)} {_number(y)})"'
    shown = html.escape(re.sub(r"\s+", " ", words), quote=False)
    return f'<text style="{_style(look)}" {place}>{shown}</text>'


def _closed(points):
    corners = [(_number(x), _number(y)) for x, y in points]
    if len(corners) == 4:
        (left, top), (right, above), (far, bottom), (back, below) = corners
        if (top, right, bottom, left) == (above, far, below, back):
            across, down = float(right) - float(left), float(bottom) - float(top)
            return f"M{left} {top}h{across:.2f}v{down:.2f}H{left}z "
    steps = " L ".join(f"{x} {y}" for x, y in corners)
    return f"M {steps} z "


def _stroke(colour, thickness):
    if not colour:
        return []
    width = [("stroke-width", _number(thickness))] if thickness != 1 else []
    return [("stroke", _colour(colour)), *width]


def _path(steps, look):
    return f'<path d="{steps}" style="{_style(look)}"/>'


def _style(look):
    return "; ".join(f"{name}: {value}" for name, value in look)


def _colour(name):
    return VARIABLES.get(name, name)


def _number(value):
    """Return a number as text, with two places after the point where it needs them."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
