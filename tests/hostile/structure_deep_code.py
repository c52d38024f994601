# attack: code that is too deep to compile
# family: structure
# base: solved
# points: 7
# %% last
DEEP
# %% build
text = (folder / name).read_text()
(folder / name).write_text(text.replace("DEEP", "(" * 100_000 + "1" + ")" * 100_000))
