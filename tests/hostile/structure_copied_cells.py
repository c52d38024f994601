# attack: none: every cell is there twice
# family: structure
# base: solved
# points: 7
# %% build
import copy, nbformat
notebook.cells = notebook.cells + copy.deepcopy(notebook.cells)
(folder / name).write_text(nbformat.writes(notebook))
