# attack: ten notebooks, none with the right name, one of them this one
# family: structure
# base: solved
# points: 7
# %% build
import json
text = (folder / name).read_text()
(folder / name).rename(folder / "final (2) really.ipynb")
for count in range(9):
    (folder / f"attempt {count}.ipynb").write_text('{"cells": [' if count % 2 else json.dumps({"cells": [{"cell_type": "code", "source": "1"}], "nbformat": 4}))
