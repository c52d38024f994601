"""Chapter 3's widget: the table of scores, dot product against cosine."""

from attention_lab.widgets.base import Explorer

QUERIES = ((2.0, 1.0), (-1.0, 2.0), (0.0, 2.0))
KEYS = ((1.0, 0.5), (4.0, -1.0), (-3.0, 1.0), (-2.0, -1.0))


class ScoreExplorer(Explorer):
    """Every query against every key: vectors to drag, and the table of their scores.

    Parameters
    ----------
    *functions, **named : callables
        The learner's ``dot_product_scores`` and ``cosine_scores``.
    queries : sequence of 1 to 4 vectors of 2 numbers between -5 and 5
        The queries to start from.
    keys : sequence of 2 to 5 vectors of 2 numbers between -5 and 5
        The keys to start from.

    Raises
    ------
    ValueError
        If there are too few or too many vectors, or they have other sizes.
    """

    title = "The score table"
    caption = (
        "Three queries and four keys in the plane, and the table of their dot products: a row for "
        "each query, a column for each key. The longest key gets the largest score."
    )
    takes = ("dot_product_scores", "cosine_scores")

    def __init__(self, *functions, queries=QUERIES, keys=KEYS, **named):
        settings = {"queries": _rows(queries, 1, 4), "keys": _rows(keys, 2, 5)}
        super().__init__(*functions, settings=settings, **named)


def _rows(vectors, fewest, most):
    """Return vectors of the plane as lists of floats."""
    rows = [[float(x) for x in vector] for vector in vectors]
    right = all(len(row) == 2 and max(map(abs, row)) <= 5 for row in rows)
    if not (right and fewest <= len(rows) <= most):
        raise ValueError(f"give {fewest} to {most} vectors of 2 numbers between -5 and 5")
    return rows
