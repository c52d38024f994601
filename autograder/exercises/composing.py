"""A function is put together from steps, and a misconception is a wrong version of one of them.

An exercise says once how its function is put together (`Composition.build`) and lists, for each
step, the wrong versions under their slugs. The catalogue's entries and the pairs of two mistakes
follow from that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

from .record import variants


@dataclass(frozen=True)
class Composition:
    """How a function is put together, and what can go wrong in each of its steps.

    Attributes
    ----------
    build : callable
        Takes steps by name, each right by default, and returns the function.
    wrong : mapping
        ``{step: {slug: wrong versions}}``; the same slug may stand under several steps.
    together : sequence of (slug, steps)
        Misconceptions that change several steps at once: ``("causal-additive", {"triangle": …,
        "answer": …})``.
    by_cases : collection of str
        The slugs that are recognised by which cases fail: see `Misconception.by`.
    """

    build: Callable
    wrong: Mapping
    together: tuple = ()
    by_cases: frozenset = frozenset()

    def exchanges(self):
        """Return (slug, {step: wrong version}) for every wrong version there is."""
        single = [
            (slug, {step: wrong})
            for step, table in self.wrong.items()
            for slug, wrongs in table.items()
            for wrong in wrongs
        ]
        return [*single, *self.together]

    def versions(self):
        """Return ``{slug: wrong versions}`` of the whole function, which may itself be a step."""
        found = {}
        for slug, steps in self.exchanges():
            found.setdefault(slug, []).append(self.build(**steps))
        return found

    def misconceptions(self):
        """Return a `Misconception` for every exchange."""
        return tuple(
            misconception
            for slug, steps in self.exchanges()
            for misconception in variants(
                slug, self.build(**steps), by="cases" if slug in self.by_cases else "values"
            )
        )

    def pairs(self):
        """Return (slug, slug, wrong function) for two misconceptions in different steps.

        The first version of each is taken.
        """
        first = {}
        for slug, steps in self.exchanges():
            first.setdefault(slug, steps)
        return [
            (one, two, self.build(**first[one], **first[two]))
            for one, two in combinations(first, 2)
            if not first[one].keys() & first[two].keys()
        ]


def merged(*tables):
    """Return one ``{slug: wrong versions}`` of several; versions of the same slug follow on."""
    found = {}
    for table in tables:
        for slug, wrongs in table.items():
            found[slug] = (*found.get(slug, ()), *wrongs)
    return found


def without(table, *slugs):
    """Return a ``{slug: wrong versions}`` without some slugs."""
    return {slug: wrongs for slug, wrongs in table.items() if slug not in slugs}
