# attack: hands in a folder with no notebook
# family: structure
# base: solved
# points: 0
# %% build
(folder / name).rename(folder / "answers.txt")
