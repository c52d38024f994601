# attack: a cell pretends to be the graders' own
# family: rendering
# base: solved
# points: 7
# shows: mallory hides this
# %% build
import json
data = json.loads((folder / name).read_text())
data["metadata"]["grading"] = {"fingerprint": "", "notes": ["<script>alert(1)</script>"], "unreadable": None}
data["cells"].insert(0, {"cell_type": "markdown", "metadata": {"grading": "rubric"}, "source": "mallory hides this", "id": "rubric-0"})
(folder / name).write_text(json.dumps(data))
