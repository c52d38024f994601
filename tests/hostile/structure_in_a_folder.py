# attack: none: the notebook is in a folder in the folder
# family: structure
# base: solved
# points: 7
# %% build
inner = folder / "homework" / "week 5"
inner.mkdir(parents=True)
(folder / name).rename(inner / name)
