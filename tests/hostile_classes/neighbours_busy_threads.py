# attack: thirty-one threads each that compute for as long as they may
# family: neighbours
# base: solved
# points: 7
# alone: yes
# limit: 90
# %% first
import threading
def spin():
    while True:
        pass
for number in range(31):
    threading.Thread(target=spin, daemon=True).start()
spin()
# %% build
import shutil
for number in range(2):
    shutil.copytree(learner, submitted / f"{learner.name}-{number}")
