# attack: the notebook says of itself that it is graded already
# family: second run
# base: blank
# points: 0
# %% build
import json
data = json.loads((folder / name).read_text())
data["metadata"]["grading"] = {"fingerprint": "x", "notes": [], "unreadable": None, "isolation": "namespaces"}
(folder / name).write_text(json.dumps(data))
