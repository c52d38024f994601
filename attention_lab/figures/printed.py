"""A sheet as PNG, drawn by Matplotlib, for books that are printed."""

import io

from .vector import DASHES

DOTS_PER_PIXEL = 2


def png(sheet):
    """Return a sheet's picture as the bytes of a PNG file, on white.

    Parameters
    ----------
    sheet : attention_lab.figures.canvas.Sheet
        What has been drawn.
    """
    from matplotlib.figure import Figure

    drawing = Figure(figsize=(sheet.width / 72, sheet.height / 72), dpi=72)
    axes = drawing.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, sheet.width), ylim=(sheet.height, 0))
    axes.axis("off")
    for layer, (kind, mark) in enumerate(sheet.marks):
        artist = _DRAW[kind](axes, **mark)
        artist.set(clip_on=False, zorder=layer + 1)
    file = io.BytesIO()
    drawing.savefig(file, format="png", facecolor="white", dpi=72 * DOTS_PER_PIXEL)
    return file.getvalue()


def _shapes(axes, outlines, fill, opacity=1.0, edge=None, thickness=1.0):
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    corners = [corner for points in outlines for corner in (*points, points[0])]
    codes = []
    for points in outlines:
        codes += [Path.MOVETO, *[Path.LINETO] * (len(points) - 1), Path.CLOSEPOLY]
    face = (fill, opacity) if fill else "none"
    looks = {"facecolor": face, "edgecolor": edge or "none", "linewidth": thickness}
    return axes.add_patch(PathPatch(Path(corners, codes), **looks))


def _line(axes, points, colour, thickness=1.0, dashes="-"):
    xs, ys = zip(*points, strict=True)
    style = dashes if dashes in DASHES else (0, dashes[1])
    (drawn,) = axes.plot(
        xs, ys, color=colour, linewidth=thickness, linestyle=style, solid_capstyle="round"
    )
    return drawn


def _text(axes, x, y, words, size, colour, align="left", turn=0, bold=False, halo=None):
    from matplotlib.patheffects import withStroke

    effects = [withStroke(linewidth=4, foreground=halo)] if halo else None
    return axes.text(
        x, y, words, fontsize=size, color=colour, ha=align, va="baseline", rotation=turn,
        rotation_mode="anchor", fontweight="bold" if bold else "normal", parse_math=False,
        path_effects=effects,
    )  # fmt: skip


_DRAW = {"shapes": _shapes, "line": _line, "text": _text}
