# attack: none: a notebook with a picture and a folder of notes beside it
# family: links
# base: solved
# points: 7
# control: yes
# %% build
(folder / "notes").mkdir()
(folder / "notes" / "plan.txt").write_text("first the largest score, then the sum")
(folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
