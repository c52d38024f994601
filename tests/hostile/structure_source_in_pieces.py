# attack: none: each character of the source is a line of its own
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
for cell in data["cells"]:
    cell["source"] = list("".join(cell["source"]))
(folder / name).write_text(json.dumps(data))
