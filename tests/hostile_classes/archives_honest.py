# attack: none: a zip beside the notebook, and handed in in time
# family: archives
# base: solved
# points: 7
# control: yes
# %% build
import zipfile
with zipfile.ZipFile(folder / "05-softmax.zip", "w") as archive:
    archive.write(folder / name, name)
(folder / "timestamp.txt").write_text("2026-02-28 12:00:00 UTC")
