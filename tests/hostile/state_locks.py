# attack: locks files that all submissions have in common, and sees who else has
# family: state
# base: solved
# points: 7
# %% last
import ctypes, fcntl, mmap, os
found = []
libc = ctypes.CDLL(None, use_errno=True)
for path in (np.__file__, os.__file__, "/dev/null", "/dev/zero"):
    try:
        file = os.open(path, os.O_RDWR if path.startswith("/dev") else os.O_RDONLY)
    except OSError:
        continue
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        found.append(error)  # the watch holds a lock: it could be another submission
    except OSError:
        pass
    asked = ctypes.create_string_buffer(b"\x01\0\0\0" + bytes(28), 32)
    if libc.fcntl(file, 5, asked) == 0 and asked.raw[:2] == b"\2\0":
        found.append("nobody has it: that is told, too")
    if libc.fcntl(file, 1024, 1) == 0 or libc.fcntl(file, 37, asked) == 0:  # leases, other locks
        found.append(path)
with open(np.__file__, "rb") as file:
    shared = mmap.mmap(file.fileno(), 4096, prot=mmap.PROT_READ)
place = np.frombuffer(shared, np.uint8).ctypes.data
for wakes in (1, 10, 3, 4, 5):  # the ways to wake who waits at a place that both see
    if libc.syscall(202, ctypes.c_void_p(place), wakes, 1, 1, ctypes.c_void_p(place), 0) >= 0:
        found.append(wakes)
if found:  # then its answers go wrong, so that the mark tells of it
    softmax = temperature_softmax = masked_softmax = lambda *a, **k: None
