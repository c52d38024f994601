# attack: points that are texts, not numbers, or without end
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
for cell, odd in zip([c for c in data["cells"] if "nbgrader" in c["metadata"]], ["NaN", None, [], 1e400, -1, True, {"a": 1}] * 9):
    cell["metadata"]["nbgrader"].update(points=odd, checksum=odd, schema_version=odd, locked=odd, task=odd)
(folder / name).write_text(json.dumps(data))
