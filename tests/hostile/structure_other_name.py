# attack: none: the notebook has another name
# family: structure
# base: solved
# points: 7
# %% build
(folder / name).rename(folder / "Untitled (1).ipynb")
