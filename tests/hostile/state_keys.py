# attack: leaves keys in the kernel's keyring
# family: state
# base: solved
# points: 7
# %% last
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
assert libc.syscall(248, b"user", b"canary", b"stolen", 6, -4) == -1
assert libc.syscall(250, 0, -4, 1, 0, 0) == -1
assert libc.syscall(249, b"user", b"canary", None, -4) == -1
