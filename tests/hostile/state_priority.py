# attack: makes itself more important than everybody else
# family: state
# base: solved
# points: 7
# %% last
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for action in (
    lambda: os.nice(-20),
    lambda: os.setpriority(os.PRIO_PROCESS, 1, 19),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99)),
    lambda: os.sched_setaffinity(os.getppid() or 2, {0}),
):
    try:
        action()
    except OSError:
        continue
    raise AssertionError("more important")
assert libc.syscall(251, 1, 0, 4) == -1
