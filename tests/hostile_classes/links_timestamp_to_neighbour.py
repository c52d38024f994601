# attack: the time of submission is a link to a neighbour's
# family: links
# base: solved
# points: 7
# %% build
(folder / "timestamp.txt").symlink_to(neighbour / "timestamp.txt")
