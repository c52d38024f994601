"""Chapter 2's widget: three lenses on the same rows."""

from attention_lab.widgets.base import Explorer

BOOKS = {
    "Moby-Dick": (3, 1),
    "Art of War": (0, 3),
    "South": (2, -2),
    "Secret Garden": (-1, -1),
    "Flatland": (0, 0),
}
W_Q = ((1, 1), (-1, 1))
W_K = ((1, 0), (0, 1))
W_V = ((1, 0), (0, -1))


class LensExplorer(Explorer):
    """The same rows through three matrices: as queries, as keys and as values.

    Parameters
    ----------
    *functions, **named : callables
        The learner's ``project`` and ``project_qkv``.
    books : dict of str to 2 numbers between -3 and 3
        Up to six books, with how much sea and how much war there is in each.
    W_Q, W_K, W_V : 2 rows of 2 numbers between -6 and 6
        The matrices to start from.
    """

    title = "Three lenses"
    caption = (
        "Five books, each a row of two numbers, sea and war, seen through three matrices: as "
        "queries, as keys and as values. Moby-Dick's query fits the key of The Art of War best."
    )
    takes = ("project", "project_qkv")

    def __init__(self, *functions, books=BOOKS, W_Q=W_Q, W_K=W_K, W_V=W_V, **named):
        settings = {
            "titles": list(books),
            "letters": _letters(books),
            "books": _matrix(books.values()),
            "matrices": [_matrix(W) for W in (W_Q, W_K, W_V)],
        }
        super().__init__(*functions, settings=settings, **named)


def _matrix(rows):
    """Return rows of two numbers as lists of floats."""
    return [[float(first), float(second)] for first, second in rows]


def _letters(titles):
    """Return one letter for each title: its first capital that no earlier title has."""
    taken = []
    for title in titles:
        capitals = [letter for letter in title if letter.isupper()]
        taken.append(next((letter for letter in capitals if letter not in taken), "•"))
    return taken
