"""An instructor's own settings count, and a slip in them grades nothing rather than unguarded."""

import shutil
import subprocess
import sys

import pytest

from autograder.chapters.release import course_config
from autograder.paths import COURSE


@pytest.fixture
def course(tmp_path):
    for name in ("nbgrader_config.py", "settings.py"):
        shutil.copy(COURSE / name, tmp_path)
    return tmp_path


def test_a_setting_counts_when_its_mark_is_taken_away(course):
    settings = course / "settings.py"
    line = '# c.AssignLatePenalties.plugin_class = "autograder.late.TenPercentADay"'
    text = settings.read_text()
    assert line in text

    settings.write_text(text.replace(line, line.removeprefix("# ")))

    config = course_config(course)
    assert config.AssignLatePenalties.plugin_class == "autograder.late.TenPercentADay"


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
