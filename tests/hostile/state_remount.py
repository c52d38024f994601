# attack: mounts the libraries again, to write to them
# family: state
# base: solved
# points: 7
# %% last
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
assert libc.mount(b"none", b"/", None, 4096 | 32, None) == -1
assert libc.mount(b"proc", b"/notebook", b"proc", 0, None) == -1
assert libc.umount2(b"/notebook", 2) == -1
