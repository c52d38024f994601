# attack: turns cells into tasks, locked answers and solutions that score
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
for number, cell in enumerate(c for c in data["cells"] if "nbgrader" in c["metadata"]):
    cell["metadata"]["nbgrader"].update(task=True, locked=bool(number % 2), grade=bool(number % 3), solution=bool(number % 5), cell_type="raw", points=1e9)
(folder / name).write_text(json.dumps(data))
