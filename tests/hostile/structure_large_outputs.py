# attack: outputs of a hundred megabytes
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
noise = {"output_type": "stream", "name": "stdout", "text": ["x]\\\"" * 250_000] * 100}
next(cell for cell in data["cells"] if cell["cell_type"] == "code")["outputs"] = [noise]
(folder / name).write_text(json.dumps(data))
