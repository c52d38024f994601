# attack: computing right up to each limit, in every cell and call
# family: neighbours
# base: solved
# points: 7
# alone: yes
# limit: 90
# %% first
while True:
    pass
# %% build
import shutil
for number in range(2):
    shutil.copytree(learner, submitted / f"{learner.name}-{number}")
