# attack: the time of submission becomes a link to an endless file
# family: second run
# base: solved
# points: 7
# then: 7
# %% build
(folder / "timestamp.txt").write_text("2026-02-28 12:00:00 UTC")
# %% again
(folder / "timestamp.txt").unlink()
(folder / "timestamp.txt").symlink_to("/dev/zero")
