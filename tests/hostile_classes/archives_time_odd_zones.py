# attack: handed in in a zone that there is not
# family: archives
# base: solved
# points: 7
# %% build
(folder / "timestamp.txt").write_bytes(b'2026-02-28 12:00:00 +99:99')
