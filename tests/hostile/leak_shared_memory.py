# attack: looks for shared memory and message queues
# family: leaks
# base: blank
# points: 0
# %% last
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for key in range(1000):
    assert libc.shmget(key, 1, 0) == -1
print(os.listdir("/dev/shm"))
