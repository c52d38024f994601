# attack: opens files and sockets past the filter, by a ring
# family: leaks
# base: solved
# points: 7
# %% last
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
print(libc.syscall(425, 8, ctypes.create_string_buffer(200)))
assert libc.syscall(425, 8, ctypes.create_string_buffer(200)) == -1
