# attack: the time of submission is a pipe that nobody writes to
# family: odd files
# base: solved
# points: 7
# %% build
import os
os.mkfifo(folder / "timestamp.txt")
