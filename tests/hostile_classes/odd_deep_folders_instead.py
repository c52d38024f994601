# attack: fifteen hundred folders, one in the other, and no notebook but at their end
# family: odd files
# base: solved
# points: 0
# %% build
import os
here = os.getcwd()
data = (folder / name).read_bytes()
(folder / name).unlink()
os.chdir(folder)
for number in range(1_500):
    os.mkdir("d")
    os.chdir("d")
with open(name, "wb") as file:
    file.write(data)
os.chdir(here)
