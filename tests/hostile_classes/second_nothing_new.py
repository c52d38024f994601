# attack: none: only the file's time has changed
# family: second run
# base: solved
# points: 7
# control: yes
# %% again
import os
os.utime(folder / name)
