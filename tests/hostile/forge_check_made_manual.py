# attack: turns the checks into cells for answers, so that they keep what is in them
# family: forging
# base: blank
# points: 0
# %% build
import nbformat
for cell in notebook.cells:
    data = cell.metadata.get("nbgrader", {})
    if data.get("grade_id", "").startswith("check-"):
        data.update(solution=True, grade=False, locked=False)
        cell.source = "2.0"
nbformat.write(notebook, folder / name)
