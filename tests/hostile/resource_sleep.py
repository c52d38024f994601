# attack: sleeps for a week
# family: resources
# base: solved
# points: 7
# %% last
import time
time.sleep(7 * 24 * 3600)
