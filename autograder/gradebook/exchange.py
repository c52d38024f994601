"""nbgrader's exchange, which hands feedback out by the secret of each submission."""

import os

from nbgrader.exchange.default import ExchangeReleaseFeedback


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Releases the feedback of all who submitted through the exchange, and names the others.

    nbgrader's own stops at the first submission that did not come through the exchange, such as
    one copied into place by hand.
    """

    NEEDED = ("timestamp.txt", "submission_secret.txt")

    def copy_files(self):
        """Put each page where its learner fetches it from."""
        left_out = self._not_from_the_exchange()
        excluded = self.coursedir.student_id_exclude
        self.coursedir.student_id_exclude = ",".join(filter(None, [excluded, *left_out]))
        try:
            super().copy_files()
        finally:
            self.coursedir.student_id_exclude = excluded
        if left_out:
            self.log.warning(
                "Not submitted through the exchange, so hand these pages out yourself: %s.",
                ", ".join(left_out),
            )

    def _not_from_the_exchange(self):
        """Return the learners whose feedback folder lacks what the exchange wrote."""
        step, name = self.coursedir.feedback_directory, self.coursedir.assignment_id
        root = self.coursedir.format_path(step, ".", ".")
        found = []
        for student in sorted(os.listdir(root)):
            folder = self.coursedir.format_path(step, student, name)
            page = os.path.join(folder, f"{name}.html")
            if os.path.isfile(page) and not all(
                os.path.isfile(os.path.join(folder, needed)) for needed in self.NEEDED
            ):
                found.append(student)
        return found
