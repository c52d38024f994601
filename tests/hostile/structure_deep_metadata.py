# attack: metadata in metadata
# family: structure
# base: solved
# points: 7
# %% build
text = (folder / name).read_text()
(folder / name).write_text(text.replace('"metadata": {}', '"metadata": {"a": ' + "[" * 500 + "]" * 500 + "}", 1))
