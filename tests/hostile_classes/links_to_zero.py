# attack: the notebook is a link to an endless device
# family: links
# base: blank
# points: 0
# %% build
(folder / name).unlink()
(folder / name).symlink_to("/dev/zero")
