# attack: hands in a link to another notebook in the same folder
# family: structure
# base: solved
# points: 0
# %% build
(folder / name).rename(folder / "mine.ipynb")
(folder / name).symlink_to("mine.ipynb")
