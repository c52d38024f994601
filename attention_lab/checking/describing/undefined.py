"""Say why a function is not there, where the cell that should define it has failed."""

IMPORTABLE = ("numpy", "matplotlib", "ipywidgets", "anywidget", "ipython")
_IMPORTS = ("ImportError", "ModuleNotFoundError")
_SYNTAX = ("SyntaxError", "IndentationError", "TabError")


def words_for_failed_cell(name, error, message):
    """Return (what happened, what to do) about a cell that defines nothing because it failed.

    Parameters
    ----------
    name : str
        The function's name.
    error, message : str
        The exception that ended the cell, and its text.
    """
    said = f": {message}" if message else ""
    if error in _IMPORTS:
        packages = ", ".join([*IMPORTABLE, "attention_lab"])
        return (
            f"There is no function called {name}, because an import failed in its cell{said}.",
            f"Graded notebooks can use Python's standard library and {packages}: write the "
            "function with these.",
        )
    if error in _SYNTAX:
        return (
            f"There is no function called {name}, because Python can't read its cell{said}.",
            "One mistake in the syntax is enough, and nothing in the cell is run: correct the "
            "line that Python points to, then run the cell again.",
        )
    return (
        f"There is no function called {name}, because its cell raised {error} first{said}.",
        "Run the cell by itself and correct the line that raised it, or move what the function "
        "does not need into another cell.",
    )
