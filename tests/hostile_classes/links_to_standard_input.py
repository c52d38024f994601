# attack: the notebook is a link to what the grader reads from the keyboard
# family: links
# base: blank
# points: 0
# %% build
(folder / name).unlink()
(folder / name).symlink_to("/proc/self/fd/0")
