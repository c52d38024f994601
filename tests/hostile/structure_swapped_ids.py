# attack: gives the id of one function's check to another's
# family: structure
# base: wrong
# points: 5
# %% build
import nbformat
ids = {"check-softmax": "check-masked_softmax", "check-masked_softmax": "check-softmax"}
for cell in notebook.cells:
    data = cell.metadata.get("nbgrader", {})
    data["grade_id"] = ids.get(data.get("grade_id"), data.get("grade_id"))
(folder / name).write_text(nbformat.writes(notebook))
