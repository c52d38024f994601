# attack: the files are from before and after all times
# family: archives
# base: solved
# points: 7
# %% build
import os
os.utime(folder / name, ns=(0, -(10**18)))
(folder / "later.txt").write_text("x")
os.utime(folder / "later.txt", (10**10, 10**10))
os.utime(folder, (0, 0))
