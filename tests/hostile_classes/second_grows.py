# attack: the notebook is 250 MB after the first run
# family: second run
# base: solved
# points: 7
# then: 0
# %% again
with open(folder / name, "r+b") as file:
    file.truncate(250 << 20)
