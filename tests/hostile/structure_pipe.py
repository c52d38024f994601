# attack: hands in a pipe that nobody writes to
# family: structure
# base: solved
# points: 0
# %% build
import os
(folder / name).unlink()
os.mkfifo(folder / name)
