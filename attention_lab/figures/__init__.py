"""Pictures in one style, which follow the page from light to dark.

Every function returns a `Figure` that shows itself at the end of a cell, and asks for `alt=`, a
sentence that says what one sees. Matplotlib is loaded when a picture is wanted as PNG.
"""

from .canvas import Figure
from .charts import bars, histogram, lines
from .grids import heatmap, heatmaps
from .numbers import number
from .plane import vectors
from .shelves import shelf
from .tables import Table as table

__all__ = [
    "Figure",
    "bars",
    "heatmap",
    "heatmaps",
    "histogram",
    "lines",
    "number",
    "shelf",
    "table",
    "vectors",
]
