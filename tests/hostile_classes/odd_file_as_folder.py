# attack: the notebook lies where its folder should be
# family: odd files
# base: solved
# points: 0
# %% build
data = (folder / name).read_bytes()
(folder / name).unlink()
folder.rmdir()
folder.write_bytes(data)
