# attack: hands in half a file
# family: structure
# base: solved
# points: 0
# %% build
text = (folder / name).read_text()
(folder / name).write_text(text[: len(text) // 2])
