# attack: types into the terminal of whoever grades
# family: state
# base: solved
# points: 7
# %% last
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
libc.ioctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p]
letter = ctypes.create_string_buffer(b"#")
for descriptor in range(64):
    for request in (0x5412, 0x541C, 0x540E, 0x4B4A, (1 << 32) | 0x5412):
        assert libc.ioctl(descriptor, request, letter) == -1
for name in ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/ptmx"):
    try:
        os.write(os.open(name, os.O_WRONLY), b"#")
    except OSError:
        continue
    raise AssertionError(name)
