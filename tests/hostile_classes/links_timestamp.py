# attack: the time of submission is a link to an endless file
# family: links
# base: solved
# points: 7
# %% build
(folder / "timestamp.txt").symlink_to("/dev/zero")
