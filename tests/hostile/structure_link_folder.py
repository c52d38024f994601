# attack: the folder is a link to another learner's
# family: structure
# base: solved
# points: 0
# %% build
(folder / name).unlink()
(folder / "mine").symlink_to("CANARY/submitted/other")
