# attack: handed in before the beginning of all times
# family: archives
# base: solved
# points: 7
# %% build
(folder / "timestamp.txt").write_bytes(b'0001-01-01 00:00:00 +2359')
