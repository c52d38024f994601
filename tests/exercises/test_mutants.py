"""Every small change to the reference is caught, and none is given a wrong name.

The mutants come from the reference's syntax tree (`mutants.py`). Each is tried as an answer to its
own exercise and, inside, as an answer to every exercise whose function uses the changed one.
"""

from dataclasses import dataclass

import numpy as np
import pytest
from mutants import Mutant, mutants_of, users_of
from naming import rightly_named

from attention_lab.checking.verdict import Verdict
from autograder.exercises import CHECKS
from autograder.marking.questions import prepare

pytestmark = pytest.mark.slow

FALSE_NAMES = 0.02  # the most, as a share of the killed mutants

# Mutants that answer as the contract asks, with the reason.
DIVIDE = "reshape itself raises ValueError where the heads do not come out even"
ORDER = "the two axes are swapped in either order"
ZERO = "a zero vector stays zero, whatever it is divided by"
EMPTY = "an empty row is -inf throughout, and stays so whatever is subtracted"
MESSAGE = "the text of an error is free"
SPREAD = "equal in distribution: a sum of d standard normal numbers has the spread of a dot product"
EQUIVALENT = {
    "hard_lookup: np.sum → np.mean": "all scores are divided by d_k, and keep their order",
    "dot_product_scores: np.swapaxes(K, -1, -2) → np.swapaxes(K, -2, -1)": ORDER,
    "cosine_scores: lengths_Q == 0 → lengths_Q <= 0": "no length is below zero",
    "cosine_scores: lengths_K == 0 → lengths_K <= 0": "no length is below zero",
    "cosine_scores: 1 → 2": ZERO,
    "cosine_scores: 1 → 2 #2": ZERO,
    "dot_product_std: float(np.std(np.sum(queries * keys, axis=1)))"
    " → np.std(np.sum(queries * keys, axis=1))": "a NumPy float is a float",
    "dot_product_std: queries * keys → queries": SPREAD,
    "dot_product_std: queries * keys → keys": SPREAD,
    "scaled_scores: K → Q #2": "queries are as long as keys",
    "temperature_softmax: temperature → x #2": MESSAGE,
    "masked_softmax: largest → allowed": "what is hidden is -inf, whatever is subtracted",
    "masked_softmax: 0 → 1": EMPTY,
    "masked_softmax: 0 → -1": EMPTY,
    "masked_softmax: total == 0 → total <= 0": "no sum of exponentials is below zero",
    "masked_softmax: total → exponentials": "where the exponential is 0, so is the weight",
    "masked_softmax: 1 → 2": "in an empty row 0 is divided, whatever by",
    "split_heads: if num_heads < 1 or d_model % num_heads: raise ValueError("
    "f'{num_heads} heads do not divide d_model = {d_model}') → nothing": DIVIDE,
    "split_heads: num_heads < 1 or d_model % num_heads"
    " → num_heads < 1 and d_model % num_heads": DIVIDE,
    "split_heads: num_heads < 1 or d_model % num_heads → num_heads < 1": DIVIDE,
    "split_heads: num_heads < 1 or d_model % num_heads"
    " → d_model % num_heads": "there is always a head",
    "split_heads: num_heads → d_model": "there is always a column",
    "split_heads: num_heads → n": "there is always a row",
    "split_heads: 1 → 0": "there is always a head",
    "split_heads: d_model → num_heads": DIVIDE,
    "split_heads: num_heads → d_model #2": DIVIDE,
    "split_heads: raise ValueError("
    "f'{num_heads} heads do not divide d_model = {d_model}') → pass": DIVIDE,
    "split_heads: num_heads → d_model #3": MESSAGE,
    "split_heads: num_heads → n #3": MESSAGE,
    "split_heads: d_model → n #2": MESSAGE,
    "split_heads: d_model → num_heads #2": MESSAGE,
    "split_heads: np.swapaxes(heads, -2, -3) → np.swapaxes(heads, -3, -2)": ORDER,
    "merge_heads: np.swapaxes(X, -2, -3) → np.swapaxes(X, -3, -2)": ORDER,
    "multi_head_attention: mask.ndim > 2 → mask.ndim >= 2": "an axis of length 1 changes nothing",
    "multi_head_attention: 2 → 1": "an axis of length 1 changes nothing",
}

# Mutants that make no difference inside these functions, which do not use what is changed.
BIAS, AXIS = "no bias is given", "the axis is always given"
UNUSED = {
    ("project_qkv", "cross_attention", "multi_head_attention"): {
        "project: projected if b is None else projected + b → projected": BIAS,
        "project: projected + b → projected - b": BIAS,
        "project: projected + b → projected * b": BIAS,
        "project: projected + b → projected": BIAS,
        "project: projected + b → b": BIAS,
    },
    ("temperature_softmax",): {
        "softmax: -1 → -2": AXIS,
        "softmax: -1 → 0": AXIS,
        "softmax: -1 → 1": AXIS,
        "softmax: 1 → 0": AXIS,
    },
}


@dataclass
class Tried:
    """A mutant as an answer to the exercise `name`, and what the check said."""

    name: str
    mutant: Mutant
    verdict: Verdict

    @property
    def label(self):
        own = self.name == self.mutant.changed
        return self.mutant.name if own else f"{self.name} with {self.mutant.name}"

    @property
    def equivalent(self):
        """Whether the tables say that the mutant is a right answer to this exercise."""
        return self.mutant.name in EQUIVALENT or any(
            self.name in users and self.mutant.name in names for users, names in UNUSED.items()
        )


@pytest.fixture(scope="module")
def tried():
    """Try every mutant on its own exercise and on those that use it."""
    questions = {name: prepare(check, np.random.default_rng(7)) for name, check in CHECKS.items()}
    return [
        Tried(name, mutant, questions[name].ask(mutant.function(name)))
        for changed in CHECKS
        for mutant in mutants_of(changed)
        for name in [changed, *users_of(changed)]
    ]


def test_there_are_mutants_of_every_function(tried):
    assert {one.mutant.changed for one in tried} == set(CHECKS)
    assert len({one.mutant.name for one in tried}) > 700


def test_every_mutant_that_is_not_equivalent_is_killed(tried):
    survivors = [one.label for one in tried if one.verdict.passed and not one.equivalent]

    assert survivors == []


def test_every_mutant_listed_as_equivalent_gets_full_marks(tried):
    killed = [
        f"{one.label}: {one.verdict.happened}"
        for one in tried
        if one.equivalent and not one.verdict.passed
    ]

    assert killed == []


def test_every_mutant_listed_as_equivalent_is_one(tried):
    listed = {*EQUIVALENT, *(name for names in UNUSED.values() for name in names)}

    assert listed - {one.mutant.name for one in tried} == set()


def test_a_mutant_is_hardly_ever_given_a_wrong_name(tried):
    killed = [one for one in tried if not one.verdict.passed]
    false = [
        f"{one.label} was called {one.verdict.misconception}"
        for one in killed
        if one.verdict.misconception
        and not rightly_named(one.verdict.misconception, one.name, one.mutant.function(one.name))
    ]

    assert len(false) <= FALSE_NAMES * len(killed), f"{len(false)} of {len(killed)}\n" + "\n".join(
        false
    )
