# attack: ids that are no names
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
for cell, odd in zip(data["cells"], [None, 7, [], {"a": 1}, "../../x", "<b>", "", "check-", "x" * 10**6] * 9):
    cell["id"] = odd
    cell["metadata"].setdefault("nbgrader", {})["grade_id"] = odd
(folder / name).write_text(json.dumps(data))
