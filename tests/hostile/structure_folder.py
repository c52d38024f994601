# attack: hands in a folder with the notebook's name
# family: structure
# base: solved
# points: 0
# %% build
(folder / name).unlink()
(folder / name).mkdir()
