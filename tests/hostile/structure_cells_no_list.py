# attack: its cells are an object
# family: structure
# base: solved
# points: 0
# %% build
import json
data = json.loads((folder / name).read_text())
data["cells"] = dict(enumerate(data["cells"]))
(folder / name).write_text(json.dumps(data))
