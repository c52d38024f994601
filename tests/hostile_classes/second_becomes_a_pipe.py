# attack: the notebook becomes a pipe after the first run
# family: second run
# base: solved
# points: 7
# then: 0
# %% again
import os
(folder / name).unlink()
os.mkfifo(folder / name)
