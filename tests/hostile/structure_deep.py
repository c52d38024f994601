# attack: brackets in brackets, a hundred thousand deep
# family: structure
# base: solved
# points: 0
# %% build
(folder / name).write_text('{"cells": ' + "[" * 100_000 + "]" * 100_000 + "}")
