# attack: leaves semaphores, queues and shared memory for those who come after
# family: state
# base: solved
# points: 7
# %% last
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for key in range(4200, 4210):
    assert libc.semget(key, 1, 0o1666) == -1
    assert libc.msgget(key, 0o1666) == -1
    assert libc.shmget(key, 4096, 0o1666) == -1
for number in (240, 241):  # POSIX message queues
    assert libc.syscall(number, b"canary", 0o102, 0o666, None) == -1
import multiprocessing
try:
    multiprocessing.Lock()
except OSError as error:
    print(error)
