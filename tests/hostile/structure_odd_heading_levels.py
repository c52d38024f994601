# attack: headings of format 3 whose levels are no whole numbers
# family: structure
# base: solved
# points: 0
# %% build
import json
levels = [1.0, True, "2", None, [], {}, 1e308, -1]
cells = [{"cell_type": "heading", "level": level, "source": "x"} for level in levels]
(folder / name).write_text(json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}))
