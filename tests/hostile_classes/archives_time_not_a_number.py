# attack: handed in at no time
# family: archives
# base: solved
# points: 7
# %% build
(folder / "timestamp.txt").write_bytes(b'nan')
