# attack: makes its system calls by the numbers of x32
# family: state
# base: solved
# points: 7
# %% last
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for number in (41, 57, 59, 165, 272, 520, 545):
    assert libc.syscall(0x40000000 | number, 0, 0, 0, 0, 0) == -1
