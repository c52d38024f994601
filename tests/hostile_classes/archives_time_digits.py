# attack: handed in at a number of ninety digits
# family: archives
# base: solved
# points: 7
# %% build
(folder / "timestamp.txt").write_bytes(b'999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999')
