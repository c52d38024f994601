# attack: as many processes as can be had
# family: neighbours
# base: solved
# points: 7
# alone: yes
# limit: 15
# %% first
import os, time
for number in range(40):
    try:
        if not os.fork():
            time.sleep(5)
            os._exit(0)
    except OSError:
        break
time.sleep(4)
# %% build
import shutil
for number in range(2):
    shutil.copytree(learner, submitted / f"{learner.name}-{number}")
