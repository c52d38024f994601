# attack: a notebook of nearly two million parts
# family: odd files
# base: blank
# points: 0
# %% build
text = (folder / name).read_text().rstrip().removesuffix("}")
(folder / name).write_text(text + ', "more": [' + "{}," * 600_000 + "0]}")
