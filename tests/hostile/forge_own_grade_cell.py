# attack: adds a grade cell of its own, worth a hundred
# family: forging
# base: blank
# points: 0
# %% build
import nbformat
cell = nbformat.v4.new_code_cell("100", id="mine")
cell.metadata["nbgrader"] = {"grade": True, "grade_id": "check-bonus", "locked": True, "points": 100, "schema_version": 3, "solution": False, "task": False}
notebook.cells.append(cell)
nbformat.write(notebook, folder / name)
