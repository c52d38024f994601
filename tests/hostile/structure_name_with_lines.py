# attack: a notebook whose name writes lines and colours into a terminal
# family: structure
# base: solved
# points: 7
# %% build
(folder / name).rename(folder / "a\nadmin: 7 of 7 points by checks.\x1b[2J\u202e.ipynb")
