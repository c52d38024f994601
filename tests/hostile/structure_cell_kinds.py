# attack: none: code cells were turned into text by a slip
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
for cell in data["cells"]:
    if cell["metadata"].get("nbgrader"):
        cell["cell_type"] = "raw" if cell["cell_type"] == "code" else "code"
(folder / name).write_text(json.dumps(data))
