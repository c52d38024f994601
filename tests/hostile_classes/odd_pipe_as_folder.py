# attack: the folder for the assignment is a pipe
# family: odd files
# base: blank
# points: 0
# %% build
import os, shutil
shutil.rmtree(folder)
os.mkfifo(folder)
