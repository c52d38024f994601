"""Two misconceptions at once, for every function that has such compositions."""

from . import combining, early_pairs


def combinations(name):
    """Return (slug, slug, wrong function) for the pairs of one function; for some there are none.

    Parameters
    ----------
    name : str
        The function.
    """
    return [*early_pairs.combinations(name), *combining.combinations(name)]
