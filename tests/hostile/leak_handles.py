# attack: opens files by their handles, and takes descriptors out of other processes
# family: leaks
# base: blank
# points: 0
# %% last
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
handle = ctypes.create_string_buffer(b"\x08\0\0\0\x01\0\0\0\x02\0\0\0\0\0\0\0", 160)
assert libc.syscall(304, -100, handle, 0) == -1  # open_by_handle_at
for pid in range(1, 50):
    descriptor = libc.syscall(434, pid, 0)  # pidfd_open
    for number in range(32):
        assert libc.syscall(438, descriptor, number, 0) == -1  # pidfd_getfd
for number in (310, 311, 312, 321, 323, 298):  # process_vm_*, kcmp, bpf, userfaultfd, perf
    assert libc.syscall(number, os.getppid(), 0, 0, 0, 0, 0) == -1
