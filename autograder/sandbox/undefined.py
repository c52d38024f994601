"""Find out why a notebook has no function of a name: its cell may have failed before."""

import re

from attention_lab.checking.calls import Outcome

_LENGTH = 200


def missing(name, cells, outputs):
    """Return the outcome "missing", with the exception of the cell that should define a function.

    Parameters
    ----------
    name : str
        The function's.
    cells : list of str
        The notebook's code.
    outputs : list of list of dict
        What each cell has put out.

    Returns
    -------
    Outcome
    """
    for source, said in reversed(list(zip(cells, outputs, strict=True))):
        errors = [output for output in said if output["output_type"] == "error"]
        if errors and _defines(name, source):
            error = errors[-1]
            return Outcome(
                "missing", error=error["ename"], message=" ".join(error["evalue"].split())
            )
    return Outcome("missing")


def _defines(name, source):
    """Whether a cell defines, assigns or imports a name; it need not be valid Python."""
    name = re.escape(name)
    ways = (rf"(?:async +)?def +{name}\b", rf"{name} *=(?!=)", rf"(?:from|import)\b.*\b{name}\b")
    return any(re.search(rf"^[ \t]*{way}", source, re.MULTILINE) for way in ways)
