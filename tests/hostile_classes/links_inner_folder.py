# attack: a folder in the folder is a link to a neighbour's, and there is no other notebook
# family: links
# base: blank
# points: 0
# %% build
(folder / name).unlink()
(folder / "work").symlink_to(neighbour.resolve())
