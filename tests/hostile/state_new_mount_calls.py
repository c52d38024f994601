# attack: mounts by the newer calls, and moves what is mounted
# family: state
# base: solved
# points: 7
# %% last
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for number in (428, 429, 430, 431, 432, 433, 442):  # open_tree … fspick, mount_setattr
    assert libc.syscall(number, -100, b"/", 1, 0, 0) == -1
assert libc.syscall(155, b"/", b"/") == -1  # pivot_root
assert libc.syscall(161, b"/notebook") == -1  # chroot
assert libc.syscall(435, ctypes.create_string_buffer(88), 88) == -1  # clone3
