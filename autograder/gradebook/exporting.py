"""The table of marks that ``nbgrader export`` writes, with no formulas in it.

Learners' names come from the names of folders and files, and a spreadsheet takes a cell that begins
with "=" for a formula. nbgrader does not quote a text that contains a comma, either.
"""

import csv

from nbgrader.api import MissingEntry
from nbgrader.plugins import CsvExportPlugin

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class PlainCsv(CsvExportPlugin):
    """nbgrader's table, with every text kept as text."""

    def export(self, gradebook):
        """Write the marks of everyone who is wanted, a line for each assignment."""
        path = self.to or "grades.csv"
        self.log.info("Exporting grades to %s", path)
        with open(path, "w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(COLUMNS)
            for assignment in gradebook.assignments:
                if not self.assignment or assignment.name in map(str, self.assignment):
                    for student in gradebook.students:
                        if not self.student or student.id in map(str, self.student):
                            table.writerow(map(plain, _row(gradebook, assignment, student)))


def plain(value):
    """Return a value as a spreadsheet will show it: "'=1+1" for the text "=1+1"."""
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _row(gradebook, assignment, student):
    timestamp, raw, penalty = "", 0.0, 0.0
    try:
        found = gradebook.find_submission(assignment.name, student.id)
        timestamp, raw, penalty = found.timestamp, found.score, found.late_submission_penalty
    except MissingEntry:
        pass
    score = max(0.0, raw - penalty)
    who = (student.id, student.last_name, student.first_name, student.email)
    when = (assignment.duedate, timestamp)
    return (assignment.name, *when, *who, raw, penalty, score, assignment.max_score)
