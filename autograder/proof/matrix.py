"""The kill matrix: each misconception against its function's checks.

A misconception is *killed* when every variant of it gets less than full marks, and *named* when the
verdict on every variant carries its slug and no other.
"""

from dataclasses import dataclass, field

import numpy as np

from ..exercises import CHECKS
from ..exercises.words import home, words_for
from ..marking.questions import prepare


@dataclass
class Row:
    """What became of one misconception of one function.

    Attributes
    ----------
    function, slug : str
        Which.
    variants : int
        In how many ways it is written, times the number of seeds.
    killed, named : int
        How many of these got less than full marks, and how many got the right name.
    others : set of str
        Wrong names that were given.
    """

    function: str
    slug: str
    variants: int = 0
    killed: int = 0
    named: int = 0
    others: set = field(default_factory=set)

    def count(self, verdict, right):
        """Add the verdict on one variant; `right` are the names that fit."""
        self.variants += 1
        self.killed += verdict.points < verdict.max_points
        self.named += verdict.misconception in right
        if verdict.misconception not in (None, *right):
            self.others.add(verdict.misconception)

    @property
    def good(self):
        """Whether every variant is killed and named."""
        return self.killed == self.named == self.variants


def without_words(names=None):
    """Return (function, slug, file) for each misconception that lacks a sentence.

    Parameters
    ----------
    names : iterable of str, optional
        The functions; all by default.
    """
    return [
        (name, slug, home(CHECKS[name].chapter))
        for name in names or CHECKS
        for slug in dict.fromkeys(
            one.slug for one in CHECKS[name].misconceptions if not all(words_for(one.slug, name))
        )
    ]


def matrix(names=None, seeds=(0,)):
    """Try every misconception and return a list of `Row`, in course order.

    Parameters
    ----------
    names : iterable of str, optional
        The functions; all by default.
    seeds : iterable of int
        For each the inputs are drawn anew.
    """
    rows = {}
    for name in names or CHECKS:
        check = CHECKS[name]
        for seed in seeds:
            question = prepare(check, np.random.default_rng(seed))
            for misconception in check.misconceptions:
                slug = misconception.slug
                row = rows.setdefault((name, slug), Row(name, slug))
                row.count(question.ask(misconception.wrong), {slug})
    return list(rows.values())


def combined(names=None, seed=0, sample=None):
    """Try misconceptions two at a time and return a list of `Row`, one a pair.

    Parameters
    ----------
    names : iterable of str, optional
        The functions; all that have combinations by default.
    seed : int
        For the inputs, and for the choice of a sample.
    sample : int, optional
        How many pairs of each function to try; all by default.
    """
    rows = []
    for name in names or CHECKS:
        pairs = CHECKS[name].pairs()
        rng = np.random.default_rng(seed)
        if sample is not None and sample < len(pairs):
            pairs = [pairs[i] for i in rng.choice(len(pairs), sample, replace=False)]
        question = prepare(CHECKS[name], np.random.default_rng(seed)) if pairs else None
        for one, two, wrong in pairs:
            row = Row(name, f"{one} + {two}")
            row.count(question.ask(wrong), {one, two})
            rows.append(row)
    return rows
