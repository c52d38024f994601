# attack: fifteen hundred folders, one in the other
# family: odd files
# base: solved
# points: 7
# %% build
import os
here = os.getcwd()
os.chdir(folder)
for number in range(1_500):
    os.mkdir("d")
    os.chdir("d")
os.chdir(here)
