# attack: hands in a link to nothing
# family: structure
# base: solved
# points: 0
# %% build
(folder / name).unlink()
(folder / name).symlink_to("nowhere.ipynb")
