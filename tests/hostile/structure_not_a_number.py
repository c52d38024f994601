# attack: numbers that JSON does not have
# family: structure
# base: solved
# points: 7
# %% build
text = (folder / name).read_text()
(folder / name).write_text(text.replace('"execution_count": null', '"execution_count": -Infinity').replace('"nbformat": 4', '"nbformat": NaN'))
