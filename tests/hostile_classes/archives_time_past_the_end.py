# attack: handed in after the end of all times, in another zone
# family: archives
# base: solved
# points: 7
# %% build
(folder / "timestamp.txt").write_bytes(b'9999-12-31 23:59:59 -2359')
