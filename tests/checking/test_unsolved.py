"""An unsolved exercise meets the learner with a line, not with a traceback."""

import json
import subprocess
import sys

SCRIPT = """
import json
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

shell = InteractiveShell.instance()
cells = json.loads({cells!r})
said = []
for cell in cells:
    with capture_output() as captured:
        shell.run_cell(cell, store_history=True)
    shown = [output.data["text/plain"] for output in captured.outputs]
    said.append(captured.stdout + captured.stderr + "".join(shown))
print(json.dumps(said))
"""
STUB = "def softmax(x):\n    raise NotImplementedError('softmax: exercise 5.1')"


def said_by(*cells):
    script = SCRIPT.format(cells=json.dumps(cells))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_a_cell_that_needs_an_unsolved_function_says_which():
    *_, line = said_by("import attention_lab", STUB, "weights = softmax([1, 2])")

    assert "softmax is not written yet (exercise 5.1)" in line
    assert "Traceback" not in line


def test_a_cell_that_needs_the_result_of_such_a_cell_says_so_too():
    *_, line = said_by("import attention_lab", STUB, "weights = softmax([1, 2])", "print(weights)")

    assert "weights comes from a cell above that needs softmax (exercise 5.1)" in line


def test_other_errors_keep_their_traceback():
    *_, unknown, own = said_by(
        "import attention_lab", STUB, "print(wieghts)", "raise NotImplementedError('later')"
    )

    assert "NameError" in unknown
    assert "wieghts" in unknown
    assert "NotImplementedError" in own
    assert "later" in own


def test_a_solved_function_shows_its_result():
    *_, line = said_by("import attention_lab", "def softmax(x):\n    return x", "print(softmax(7))")

    assert line == "7\n"
