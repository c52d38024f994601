# attack: handed in at the end of all times
# family: archives
# base: solved
# points: 3.5
# %% build
(folder / "timestamp.txt").write_bytes(b'9999-12-31 23:59:59 UTC')
