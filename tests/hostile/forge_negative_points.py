# attack: says in the metadata that its checks are worth less than nothing, which nbgrader takes for full marks
# family: forging
# base: blank
# points: 0
# %% build
import nbformat
for cell in notebook.cells:
    if cell.metadata.get("nbgrader", {}).get("grade"):
        cell.metadata["nbgrader"]["points"] = -5
nbformat.write(notebook, folder / name)
