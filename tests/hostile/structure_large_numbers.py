# attack: numbers of thousands of digits
# family: structure
# base: solved
# points: 0
# %% build
(folder / name).write_text('{"cells": [], "nbformat": ' + "9" * 100_000 + "}")
