"""Wrong answers written by hand, without a look at the catalogue of misconceptions.

Each is nearly right, in a way a learner could be. None may get full marks. Some do what one of the
misconceptions describes, others do what none does: a check has to find the name in the first case,
and none in the second. The slips are the whole functions of learners who went wrong in one place.
"""

from collections import defaultdict

from . import blending, clauses, early_slips, late_slips, new_kinds, scores, weights

WRONG = defaultdict(list)
for module in (scores, weights, blending, early_slips, late_slips, clauses, new_kinds):
    for name, answers in module.WRONG.items():
        WRONG[name] += answers

__all__ = ["WRONG"]
