"""Count what a function has drawn from the generator that it was given.

A formula with a little noise on it has the right spread and differs from seed to seed; what gives
it away is that it has hardly drawn anything.
"""

import numpy as np

_BITS = 128
_MULTIPLIER = (2549297995355413924 << 64) + 4865540595714422341  # NumPy's PCG64
# The smallest case asks for 1,000 dot products of length 2: 4,000 numbers, or 2,000 steps of the
# generator in float32, where a step makes two.
FEWEST = 1500


def has_drawn_little(seed, rng):
    """Whether fewer numbers were drawn from a generator than any right answer needs.

    Parameters
    ----------
    seed : int
        What the generator was made from.
    rng : numpy.random.Generator
        The generator afterwards. One that has spawned others has drawn through them.
    """
    try:
        fresh, used = np.random.default_rng(seed).bit_generator, rng.bit_generator
        if used.seed_seq.n_children_spawned:
            return False
        return steps(fresh.state["state"], used.state["state"]) < FEWEST
    except (AttributeError, KeyError, TypeError):  # it was made into something else
        return False


def steps(before, after):
    """Return how many steps of PCG64 lead from one state to another, in 128 steps of this.

    Parameters
    ----------
    before, after : dict
        Each with "state" and "inc".
    """
    state, multiplier, increment = before["state"], _MULTIPLIER, before["inc"]
    count, whole = 0, (1 << _BITS) - 1
    for position in range(_BITS):
        bit = 1 << position
        if (state ^ after["state"]) & bit:
            state = (state * multiplier + increment) & whole
            count |= bit
        increment = (multiplier + 1) * increment & whole
        multiplier = multiplier * multiplier & whole
    return count
