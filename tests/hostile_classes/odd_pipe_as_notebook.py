# attack: the notebook is a pipe that nobody writes to
# family: odd files
# base: blank
# points: 0
# %% build
import os
(folder / name).unlink()
os.mkfifo(folder / name)
