# attack: has the kernel send signals to other processes for it
# family: state
# base: solved
# points: 7
# %% last
import ctypes, fcntl, os, signal
reading, writing = os.pipe()
for command in (fcntl.F_SETOWN, 10, 15, 1024, 1026):  # owners, signals, leases, notifications
    for target in (1, os.getppid(), -1):
        try:
            fcntl.fcntl(reading, command, target)
        except OSError:
            continue
        raise AssertionError(command)
libc = ctypes.CDLL(None, use_errno=True)
for number in (128 + 1, 297, 424):  # rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_send_signal
    assert libc.syscall(number, 1, signal.SIGKILL, 0, 0) == -1
assert libc.prctl(1, 9, 0, 0, 0) == -1
