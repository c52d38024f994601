# attack: outputs of fifty million brackets, which have to be counted to be skipped
# family: structure
# base: solved
# points: 0
# %% build
text = (folder / name).read_text()
(folder / name).write_text(text.replace('"outputs": []', '"outputs": [' + "[]" * 25_000_000 + "]", 1))
