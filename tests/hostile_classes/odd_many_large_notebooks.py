# attack: a hundred and fifty notebooks of a million parts each, none with the right name
# family: odd files
# base: blank
# points: 0
# limit: 30
# %% build
import os
(folder / name).unlink()
(folder / "a-000.ipynb").write_text('{"cells": [{}], "more": [' + "[]," * 1_200_000 + "0]}")
for number in range(1, 150):
    os.link(folder / "a-000.ipynb", folder / f"a-{number:03}.ipynb")
