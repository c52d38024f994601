# attack: cells that are no cells
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
data["cells"] += [None, 7, "x", [], {}, {"cell_type": 3, "source": {"a": 1}}, {"cell_type": "code", "source": [1, None, "1"], "metadata": [], "outputs": 5}]
(folder / name).write_text(json.dumps(data))
