"""Two misconceptions at once: pairs of wrong steps that do not get in each other's way."""

from itertools import combinations as pairs_of

import numpy as np

from .attention import BY_D_V, CROSS_EXCHANGES
from .multihead import EXCHANGES
from .softmax import warmed
from .steps import attending, softmaxes

MASKS = {
    "mask-not-passed": lambda scores, mask, soft: soft(scores),
    "mask-inverted": lambda scores, mask, soft: soft(np.where(mask, -np.inf, scores)),
    "mask-fills-zero": lambda scores, mask, soft: soft(np.where(mask, scores, 0.0)),
    "mask-too-weak": lambda scores, mask, soft: soft(np.where(mask, scores, -10.0)),
    "mask-after-softmax": lambda scores, mask, soft: soft(scores) * mask,
    "mask-added": lambda scores, mask, soft: soft(scores + mask),
    "empty-row-uniform": lambda scores, mask, soft: soft(np.where(mask, scores, -1e9)),
}
HEATS = {
    "temperature-multiplies": np.multiply,
    "temperature-ignored": lambda x, temperature: x,
    "temperature-by-power": lambda x, temperature: x / temperature**2,
    "floor-division": np.floor_divide,
}

FAMILIES = {
    "attention": (
        attending.attention,
        [*attending.exchanges(), ("scale-by-other-dimension", BY_D_V)],
    ),
    "cross_attention": (attending.cross_attention, CROSS_EXCHANGES),
    "multi_head_attention": (attending.multi_head_attention, EXCHANGES),
}


def _then(mask, soft):
    """Return a masked_softmax that masks in one way and takes a softmax in another."""
    return lambda scores, given: mask(scores, given, soft)


def combinations(name):
    """Return (slug, slug, wrong function) for the pairs of one function; for most there are none.

    One variant of each misconception is taken, the first.
    """
    if name == "masked_softmax":
        return [
            (one, two, _then(mask, soft))
            for one, mask in MASKS.items()
            for two, (soft, *_) in softmaxes.ROWWISE.items()
        ]
    if name == "temperature_softmax":
        return [
            (one, two, warmed(soft, heat))
            for one, heat in HEATS.items()
            for two, (soft, *_) in softmaxes.ROWWISE.items()
        ]
    if name not in FAMILIES:
        return []
    build, exchanges = FAMILIES[name]
    first = {}
    for slug, steps in exchanges:
        first.setdefault(slug, steps)
    return [
        (one, two, build(**first[one], **first[two]))
        for one, two in pairs_of(first, 2)
        if not first[one].keys() & first[two].keys()
    ]
