# attack: a folder has the notebook's name, and holds it
# family: odd files
# base: solved
# points: 0
# %% build
data = (folder / name).read_bytes()
(folder / name).unlink()
(folder / name).mkdir()
(folder / name / name).write_bytes(data)
