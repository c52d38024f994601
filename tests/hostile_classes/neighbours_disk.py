# attack: as many files and as much room as can be had
# family: neighbours
# base: solved
# points: 7
# alone: yes
# limit: 15
# %% first
import time
written = []
try:
    for number in range(100_000):
        file = open(f"f{number}", "wb")
        written.append(file)
        file.write(b"x" * (1 << 20))
        file.flush()
except OSError:
    pass
time.sleep(3)
for file in written:
    try:
        file.close()
    except OSError:
        pass
# %% build
import shutil
for number in range(2):
    shutil.copytree(learner, submitted / f"{learner.name}-{number}")
