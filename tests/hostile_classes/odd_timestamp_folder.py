# attack: the time of submission is a folder
# family: odd files
# base: solved
# points: 7
# %% build
(folder / "timestamp.txt").mkdir()
