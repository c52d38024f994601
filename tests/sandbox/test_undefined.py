"""What is said of a function that is not there, because its cell has failed."""

import nbformat
import pytest
from grading_help import blank, needs_sandbox, place_of, sandbox, solved

from attention_lab.checking.calls import Call
from attention_lab.checking.describing.undefined import IMPORTABLE
from autograder.marking.marker import Marker
from autograder.sandbox.libraries import distributions

pytestmark = needs_sandbox


def missing(*cells):
    run = sandbox().run(list(cells), [("softmax", Call((1,)))], ["softmax"])
    return run.outcomes[0]


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ("from scipy.special import softmax", "ModuleNotFoundError"),
        ("import scipy.special\nsoftmax = scipy.special.softmax", "ModuleNotFoundError"),
        ("import scipy\n\ndef softmax(x): return scipy.special.softmax(x)", "ModuleNotFoundError"),
        ("def softmax(x)\n    return x", "SyntaxError"),
        ("def softmax(x):\nreturn x", "IndentationError"),
        ("print(nothing)\ndef softmax(x): return x", "NameError"),
    ],
)
def test_the_exception_of_the_cell_that_defines_it_comes_with_it(cell, error):
    outcome = missing("x = 1", cell, "softmax(3)", "1 / 0")

    assert (outcome.kind, outcome.error) == ("missing", error)
    assert outcome.message


@pytest.mark.parametrize("cell", ["x = 1", "softmax(3)", "softmaxes = 1 / 0", "if softmax == 1: 0"])
def test_a_cell_that_only_uses_it_is_not_to_blame(cell):
    assert missing(cell).error == ""


def test_a_later_definition_counts():
    assert missing("import scipy\ndef softmax(x): 0", "def softmax(x): return x").kind == "value"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            "from scipy.special import softmax",
            ["an import failed in its cell: No module named 'scipy'", "numpy, matplotlib"],
        ),
        ("def softmax(x, axis=-1)\n    return x", ["Python can't read its cell: expected ':'"]),
        ("1 / 0\ndef softmax(x, axis=-1):\n    return x", ["raised ZeroDivisionError first"]),
    ],
)
def test_a_learner_reads_what_failed(tmp_path, source, words):
    path = tmp_path / "05-softmax.ipynb"
    nbformat.write(solved(softmax=source), path)
    verdict = Marker(sandbox(), seed=1).mark_file(path).verdicts["softmax"]

    assert verdict.points == 0
    for part in words:
        assert part in verdict.message


def test_a_cell_that_was_deleted_is_still_said_to_be_missing(tmp_path):
    notebook = blank()
    del notebook.cells[place_of(notebook, "softmax")]
    path = tmp_path / "05-softmax.ipynb"
    nbformat.write(notebook, path)
    verdict = Marker(sandbox(), seed=1).mark_file(path).verdicts["softmax"]

    assert verdict.message.startswith("There is no function called softmax here.")


def test_the_libraries_that_are_named_are_there():
    assert set(IMPORTABLE) <= set(distributions())
