"""An instructor's own settings count, and a slip in them grades nothing rather than unguarded."""

import re
import shutil
import subprocess
import sys

import pytest
from nbgrader.plugins import FileNameCollectorPlugin
from nbgrader.preprocessors import AssignLatePenalties

from autograder.chapters.release import course_config
from autograder.paths import COURSE, ROOT


@pytest.fixture
def course(tmp_path):
    for name in ("nbgrader_config.py", "settings.py"):
        shutil.copy(COURSE / name, tmp_path)
    return tmp_path


def test_a_setting_counts_when_its_mark_is_taken_away(course):
    settings = course / "settings.py"
    line = '# c.AssignLatePenalties.plugin_class = "autograder.gradebook.late.TenPercentADay"'
    text = settings.read_text()
    assert line in text

    settings.write_text(text.replace(line, line.removeprefix("# ")))

    config = course_config(course)
    assert config.AssignLatePenalties.plugin_class == "autograder.gradebook.late.TenPercentADay"


def test_the_example_of_a_learning_platforms_names_finds_learner_and_file(course):
    settings = course / "settings.py"
    lines = settings.read_text().splitlines()
    start = next(at for at, line in enumerate(lines) if "FileNameCollectorPlugin" in line)
    lines[start : start + 3] = [line.removeprefix("# ") for line in lines[start : start + 3]]
    settings.write_text("\n".join(lines))
    collector = FileNameCollectorPlugin(config=course_config(course))

    for name in (
        "Ada Byron_12_assignsubmission_file_05-softmax.ipynb",
        "Ada Byron_12_assignsubmission_file/05-softmax.ipynb",
        "Ada Byron_12_assignsubmission_file_/05-softmax.ipynb",
    ):
        found = collector.collect(f"/course/downloaded/05-softmax/extracted/all/{name}")
        assert found == {"student_id": "Ada Byron", "file_id": "05-softmax.ipynb"}


def test_a_class_as_in_the_guide_decides_on_late_penalties(course):
    guide = (ROOT / "book" / "instructors" / "guide.md").read_text()
    (example,) = re.findall(r"```python\n(from nbgrader.*?)```", guide, re.DOTALL)
    with (course / "settings.py").open("a") as file:
        file.write(example)
    late = AssignLatePenalties(config=course_config(course))
    late.init_plugin()

    assert late.plugin_inst.late_submission_penalty("ada", 8, 3601) == 4
    assert late.plugin_inst.late_submission_penalty("ada", 8, 60) is None


@pytest.mark.parametrize(
    "slip", ["    c.Exchange.root = 'x'", "c.Exchange.root = ", "import nothing_"]
)
def test_a_slip_in_the_settings_stops_nbgrader_with_a_sentence(course, slip):
    with (course / "settings.py").open("a") as file:
        file.write(f"\n{slip}\n")

    command = [sys.executable, "-m", "nbgrader", "db", "student", "list"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=120)

    assert done.returncode != 0
    assert "nothing is graded" in done.stderr
    assert "settings.py" in done.stderr
