# attack: the time of submission is in another encoding
# family: archives
# base: solved
# points: 7
# %% build
(folder / "timestamp.txt").write_bytes("2026-02-28 12:00:00 UTC".encode("utf-16"))
