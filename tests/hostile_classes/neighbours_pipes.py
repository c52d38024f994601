# attack: as many pipes as can be had, all full
# family: neighbours
# base: solved
# points: 7
# alone: yes
# limit: 15
# %% first
import fcntl, os, time
ends = []
try:
    for number in range(2_000):
        ends.append(os.pipe())
        os.set_blocking(ends[-1][1], False)
        try:
            fcntl.fcntl(ends[-1][1], 1031, 1 << 20)
        except OSError:
            pass
        os.write(ends[-1][1], b"x" * (1 << 20))
except OSError:
    pass
time.sleep(3)
for two in ends:
    for one in two:
        os.close(one)
# %% build
import shutil
for number in range(2):
    shutil.copytree(learner, submitted / f"{learner.name}-{number}")
