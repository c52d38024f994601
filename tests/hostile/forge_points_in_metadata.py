# attack: says in the metadata that its checks are worth a thousand points
# family: forging
# base: wrong
# points: 5
# %% build
import nbformat
for cell in notebook.cells:
    if cell.metadata.get("nbgrader", {}).get("grade"):
        cell.metadata["nbgrader"]["points"] = 1000
nbformat.write(notebook, folder / name)
