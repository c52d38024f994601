# attack: none: three pools of threads and three that compute, at the same time
# family: neighbours
# base: solved
# points: 7
# control: yes
# alone: yes
# %% first
import time
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(24) as pool:
    print(sum(pool.map(lambda number: time.sleep(0.1) or number, range(96))))
# %% last
start = time.process_time()
while time.process_time() - start < 1:
    pass
# %% build
import shutil
for number in range(2):
    shutil.copytree(learner, submitted / f"{learner.name}-{number}")
