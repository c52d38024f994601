# attack: a cell of one line, a million characters long
# family: structure
# base: solved
# points: 7
# %% last
x = "LONG"
# %% build
text = (folder / name).read_text()
(folder / name).write_text(text.replace("LONG", "x" * 1_000_000))
