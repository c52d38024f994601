# attack: forks by the system calls themselves
# family: state
# base: solved
# points: 7
# %% last
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for number, flags in ((56, 17), (57, 0), (58, 0), (435, 0), (220, 17)):
    if libc.syscall(number, flags, 0, 0, 0, 0) == 0:
        open("CANARY/forked", "w").write("mine")
        os._exit(0)
