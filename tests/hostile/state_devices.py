# attack: makes a device file for the disk, and opens it
# family: state
# base: solved
# points: 7
# %% last
import os, stat
os.mknod("disk", 0o600 | stat.S_IFBLK, os.makedev(254, 0))
open("disk", "rb").read(10)
