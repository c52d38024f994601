# attack: folders in folders whose path is longer than any system call takes
# family: odd files
# base: solved
# points: 7
# %% build
import os
here = os.getcwd()
os.chdir(folder)
for number in range(25):
    os.mkdir("n" * 200)
    os.chdir("n" * 200)
open("at the end.ipynb", "w").close()
os.chdir(here)
