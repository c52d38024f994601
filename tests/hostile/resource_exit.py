# attack: ends the process
# family: resources
# base: solved
# points: 7
# %% last
import os
os._exit(0)
