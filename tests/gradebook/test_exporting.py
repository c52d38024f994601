"""The exported table of marks: nbgrader's own, in which nothing computes."""

import csv
import os
import sys

import pytest
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from autograder.gradebook.exporting import PlainCsv, plain

# nbgrader 0.9 with SQLAlchemy 2.1
pytestmark = [
    pytest.mark.filterwarnings("ignore:Object of type"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
def gradebook(tmp_path, monkeypatch):
    # nbgrader calls `alembic` by its name, when it makes a gradebook.
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable), prepend=os.pathsep)
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db", "attention") as book:
        book.add_assignment("a", duedate="2026-03-01 12:00:00 UTC")
        book.add_student("ada", first_name="Ada", last_name="Byron")
        book.add_student("bob")
        book.add_submission("a", "ada", timestamp="2026-03-01 11:00:00 UTC")
        yield book


def test_the_table_is_nbgraders_to_the_letter(gradebook, tmp_path):
    CsvExportPlugin(to=str(tmp_path / "theirs")).export(gradebook)
    PlainCsv(to=str(tmp_path / "ours")).export(gradebook)

    assert (tmp_path / "ours").read_text() == (tmp_path / "theirs").read_text()


def test_a_name_that_computes_is_a_text_and_a_comma_stays_in_its_cell(gradebook, tmp_path):
    name = '=HYPERLINK("http://x.org","Ada")'
    gradebook.add_student(name)
    PlainCsv(to=str(tmp_path / "ours"), student=[name]).export(gradebook)
    [row] = csv.DictReader((tmp_path / "ours").read_text().splitlines())

    assert row["student_id"] == "'" + name
    assert row["score"] == "0.0"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1"])
def test_every_start_of_a_formula_is_quoted(text):
    assert plain(text) == "'" + text
    assert plain(-1.0) == -1.0
