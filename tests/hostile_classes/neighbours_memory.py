# attack: as much memory as can be had, held for a while
# family: neighbours
# base: solved
# points: 7
# alone: yes
# limit: 15
# %% first
import time
held = []
try:
    while True:
        held.append(bytearray(b"x" * (16 << 20)))
except MemoryError:
    pass
time.sleep(3)
held.clear()
# %% build
import shutil
for number in range(2):
    shutil.copytree(learner, submitted / f"{learner.name}-{number}")
