# attack: twenty-eight threads each that do nothing
# family: neighbours
# base: solved
# points: 7
# alone: yes
# limit: 15
# %% first
import threading, time
done = threading.Event()
for number in range(28):
    threading.Thread(target=done.wait, daemon=True).start()
time.sleep(4)
done.set()
# %% build
import shutil
for number in range(2):
    shutil.copytree(learner, submitted / f"{learner.name}-{number}")
