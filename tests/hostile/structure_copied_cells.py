# attack: none: every cell is there twice
# family: structure
# base: solved
# points: 7
# %% build
import copy, nbformat
again = copy.deepcopy(notebook.cells)
for number, cell in enumerate(again):
    cell.id = f"again-{number}"
notebook.cells = notebook.cells + again
(folder / name).write_text(nbformat.writes(notebook))
