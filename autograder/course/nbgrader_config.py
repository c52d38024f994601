"""nbgrader's configuration of this course; start nbgrader's commands in this folder.

Your own settings belong in settings.py beside this file.
"""

import sys

try:
    from pathlib import Path

    from autograder.gradebook.plugin import configure

    configure(get_config(), Path(__file__).parent)  # noqa: F821
except Exception as error:  # nbgrader would go on without it, and run notebooks unguarded
    sys.exit(
        f"The course's configuration can't be read, so nothing is graded: {error}\n"
        "Use the nbgrader in the project's .venv/bin, and look at settings.py in this folder."
    )
