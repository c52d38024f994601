# attack: hands in a link to a file that never ends
# family: structure
# base: solved
# points: 0
# %% build
(folder / name).unlink()
(folder / name).symlink_to("/dev/zero")
