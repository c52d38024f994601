# attack: makes namespaces of its own, to be root in them
# family: state
# base: solved
# points: 7
# %% last
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for flag in (0x10000000, 0x20000, 0x20000000, 0x40000000):
    assert libc.unshare(flag) == -1
for descriptor in range(64):
    assert libc.setns(descriptor, 0) == -1
