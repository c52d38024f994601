# attack: a path too long for any system call must not be marked for ever
# family: second run
# base: solved
# points: 7
# %% build
import os
here = os.getcwd()
os.chdir(folder)
for number in range(25):
    os.mkdir("m" * 200)
    os.chdir("m" * 200)
    open("f", "w").close()
os.chdir(here)
