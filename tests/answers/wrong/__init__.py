"""Wrong answers written by hand, without a look at the catalogue of misconceptions.

Each is nearly right, in a way a learner could be. None may get full marks. A few do what one of the
misconceptions describes, most do what none does: a check has to find the name in the first case,
and none in the second.
"""

from . import blending, scores, weights

WRONG = {
    name: answers
    for module in (scores, weights, blending)
    for name, answers in module.WRONG.items()
}

__all__ = ["WRONG"]
