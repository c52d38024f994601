# attack: the time of submission is a file of 200 MB
# family: odd files
# base: solved
# points: 7
# %% build
with open(folder / "timestamp.txt", "wb") as file:
    file.truncate(200 << 20)
