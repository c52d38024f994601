# attack: none: saved in yet another encoding, with a mark
# family: structure
# base: solved
# points: 7
# %% build
text = (folder / name).read_text()
(folder / name).write_bytes(text.encode("utf-32"))
