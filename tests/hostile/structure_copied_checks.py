# attack: copies a check that it passes, in the hope that it scores twice
# family: structure
# base: wrong
# points: 5
# %% build
import copy, nbformat
good = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "check-masked_softmax"]
for number in range(9):
    cell = copy.deepcopy(good[0])
    cell.id = f"copy-{number}"
    cell.metadata["nbgrader"]["grade_id"] = ["check-softmax", "check-masked_softmax"][number % 2]
    notebook.cells.append(cell)
(folder / name).write_text(nbformat.writes(notebook))
