# attack: none: saved in the format of ten years ago
# family: structure
# base: solved
# points: 7
# %% build
import nbformat
(folder / name).write_text(nbformat.writes(nbformat.convert(notebook, 3), version=3))
