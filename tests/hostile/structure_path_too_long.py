# attack: hands in folders within folders, until no path leads to the last
# family: structure
# base: solved
# points: 7
# %% build
import os
place = os.open(folder, os.O_RDONLY)
for _ in range(30):
    os.mkdir("n" * 200, dir_fd=place)
    below = os.open("n" * 200, os.O_RDONLY, dir_fd=place)
    os.close(place)
    place = below
    os.close(os.open(name, os.O_WRONLY | os.O_CREAT, dir_fd=place))
os.close(place)
