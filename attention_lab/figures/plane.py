"""Vectors in the plane."""

import numpy as np

from .canvas import Sheet, wide
from .charts import marks
from .colours import INK, LINE, MUTED, PAPER, ROLE_LETTERS, ROLES
from .numbers import tick

_SIDE = 400


def vectors(
    points,
    labels=None,
    *,
    alt=None,
    role=None,
    title=None,
    x_name=None,
    y_name=None,
    arrows=True,
    limit=None,
):
    """Draw vectors of length 2 as arrows from the origin, or as points.

    Parameters
    ----------
    points : array of shape (n, 2)
    labels : sequence of str, optional
    alt : str
        What one sees, in a sentence.
    role : {"Q", "K", "V"} or a sequence of them, optional
        What the vectors are. Queries are blue circles, keys vermilion squares, values green
        triangles.
    title, x_name, y_name : str, optional
    arrows : bool
        Whether an arrow leads to each point.
    limit : float, optional
        Both axes go from -limit to limit; by default so far that everything fits.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If `alt` is missing, or shapes, labels and roles do not match.
    """
    points = np.atleast_2d(np.asarray(points, dtype=float))
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"points in the plane have shape (n, 2), not {points.shape}")
    roles = [role] * len(points) if role is None or isinstance(role, str) else list(role)
    labels = [""] * len(points) if labels is None else list(labels)
    if len(roles) != len(points) or len(labels) != len(points):
        raise ValueError(f"{len(points)} points, {len(labels)} labels, {len(roles)} roles")
    if not set(roles) <= {None, *ROLES}:
        raise ValueError(f"a role is Q, K, V or None, not {roles}")
    limit = limit or 1.25 * np.abs(points).max(initial=0.0) or 1.0
    top = 34 if title else 4
    sheet = Sheet(_SIDE + 8, top + _SIDE + 4, alt)
    if title:
        sheet.text(1, 12, title, size=14, bold=True)
    middle = np.array([4 + _SIDE / 2, top + _SIDE / 2])

    def place(point):
        return middle + np.array([point[0], -point[1]]) / limit * _SIDE / 2

    _axes(sheet, limit, middle)
    right, highest = middle + np.array([_SIDE / 2 - 2, 6 - _SIDE / 2])
    sheet.text(right, middle[1] - 10, x_name or "", colour=MUTED, align="right")
    sheet.text(middle[0] + 6, highest, y_name or "", colour=MUTED)
    for point, label, kind in zip(points, labels, roles, strict=True):
        end, colour = place(point), ROLES.get(kind, INK)
        if arrows and np.hypot(*(end - middle)) > 1:
            sheet.line([middle[0], end[0]], [middle[1], end[1]], colour=colour, thickness=2)
        _mark(sheet, *end, kind, colour)
        _name(sheet, point, end, str(label), ROLE_LETTERS.get(kind, INK))
    return sheet.finish()


def _axes(sheet, limit, middle):
    half = _SIDE / 2
    values = marks(-limit, limit, 4)
    step = values[1] - values[0]
    for value in values:
        offset = value / limit * half
        colour = MUTED if value == 0 else LINE
        x, y = middle[0] + offset, middle[1] - offset
        sheet.line([x, x], [middle[1] - half, middle[1] + half], colour=colour)
        sheet.line([middle[0] - half, middle[0] + half], [y, y], colour=colour)
        if value:
            sheet.text(x + 3, middle[1] + 9, tick(value, step), size=11, colour=MUTED)
            sheet.text(middle[0] + 4, y + 9, tick(value, step), size=11, colour=MUTED)


def _name(sheet, point, end, label, colour):
    """Write a label beside its mark, away from the origin; above or below it near an edge."""
    right, up = point[0] >= 0, point[1] >= 0
    steep = abs(point[0]) < 0.3 * abs(point[1])
    room = (sheet.width - end[0] if right else end[0]) - 12
    cramped = wide([label]) > room
    x = end[0] + (10 if right else -10)
    if cramped:
        x = sheet.width - 4 if right else 4
    y = end[1] + (-16 if up else 16) * (steep or cramped)
    outward = right != cramped
    sheet.text(
        x, y, label, colour=colour, align="left" if outward else "right", bold=True, halo=PAPER
    )


def _mark(sheet, x, y, kind, colour):
    """Draw a circle for a query, a square for a key, a triangle for a value, a dot for the rest."""
    if kind == "K":
        sheet.rectangle(x - 5, y - 5, 10, 10, fill=colour)
    elif kind == "V":
        sheet.polygon([x - 6.5, x + 6.5, x], [y + 5, y + 5, y - 6.5], fill=colour)
    else:
        turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        size = 5.5 if kind == "Q" else 3.5
        sheet.polygon(x + size * np.cos(turn), y + size * np.sin(turn), fill=colour)
