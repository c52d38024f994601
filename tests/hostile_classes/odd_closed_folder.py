# attack: a folder beside the notebook cannot be opened
# family: odd files
# base: solved
# points: 7
# %% build
(folder / "closed").mkdir()
(folder / "closed").chmod(0)
