# attack: none: handed in again, with one function more
# family: second run
# base: blank
# points: 0
# control: yes
# then: 2
# %% again
import json
data = json.loads((folder / name).read_text())
for cell in data["cells"]:
    if cell["metadata"].get("nbgrader", {}).get("grade_id") == "softmax":
        cell["source"] = "def softmax(x, axis=-1):\n    e = np.exp(x - x.max(axis, keepdims=True))\n    return e / e.sum(axis, keepdims=True)"
(folder / name).write_text(json.dumps(data))
(folder / "plan.txt").write_text("the sum last")
