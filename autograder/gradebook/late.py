"""Late penalties to choose from in ``nbgrader_config.py``."""

import math

from nbgrader.plugins import BasePlugin

DAY = 24 * 60 * 60


class TenPercentADay(BasePlugin):
    """A tenth of the points off for each day that has begun, to no less than half of them."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        """Return the points to take off.

        Parameters
        ----------
        student_id : str
            Not used: the rule is the same for everyone.
        score : float
            The notebook's points.
        total_seconds_late : float
            Extensions are taken into account already.
        """
        days = math.ceil(total_seconds_late / DAY)
        return round(min(0.1 * days, 0.5) * score, 2)
