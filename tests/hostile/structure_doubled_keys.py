# attack: says everything twice, first empty
# family: structure
# base: solved
# points: 7
# %% build
text = (folder / name).read_text()
(folder / name).write_text('{"cells": [], "metadata": 5,' + text.lstrip()[1:])
