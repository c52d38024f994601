# attack: a hundred thousand cells
# family: structure
# base: solved
# points: 0
# %% build
import json
data = json.loads((folder / name).read_text())
data["cells"] += [{"cell_type": "code", "source": "1", "metadata": {}}] * 100_000
(folder / name).write_text(json.dumps(data))
