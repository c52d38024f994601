# attack: a list of notebooks
# family: structure
# base: solved
# points: 0
# %% build
text = (folder / name).read_text()
(folder / name).write_text(f"[{text}, {text}]")
