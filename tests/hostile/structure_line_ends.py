# attack: none: saved with the line ends of another system
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
for cell in data["cells"]:
    cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
(folder / name).write_bytes(json.dumps(data, indent=1).replace("\n", "\r\n").encode())
