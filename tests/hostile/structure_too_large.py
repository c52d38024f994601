# attack: a file of a quarter of a gigabyte that takes no room on the disk
# family: structure
# base: solved
# points: 0
# %% build
import os
os.truncate(folder / name, 250 << 20)
