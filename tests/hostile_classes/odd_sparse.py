# attack: the notebook is a file of 250 MB with nothing in it
# family: odd files
# base: blank
# points: 0
# %% build
with open(folder / name, "r+b") as file:
    file.truncate(250 << 20)
