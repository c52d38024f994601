# attack: the time of submission is many lines with escapes
# family: archives
# base: solved
# points: 7
# %% build
(folder / "timestamp.txt").write_bytes(b"2026-02-28 12:00:00 UTC\n\x1b[2Jursula: 0 of 7\n<script>alert(1)</script>")
