# attack: none: nbgrader's metadata is gone
# family: structure
# base: solved
# points: 7
# %% build
import nbformat
for cell in notebook.cells:
    cell.metadata.clear()
(folder / name).write_text(nbformat.writes(notebook))
