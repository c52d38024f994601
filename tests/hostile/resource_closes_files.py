# attack: closes every file that it did not open
# family: resources
# base: solved
# points: 7
# %% last
import os
os.closerange(0, 4096)
