# attack: a file that is as long as it should be, and all null
# family: structure
# base: solved
# points: 0
# %% build
(folder / name).write_bytes(bytes((folder / name).stat().st_size))
