# attack: ten megabytes of widget state and metadata
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
data["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {str(i): {"x": "y" * 1000} for i in range(10_000)}}}
data["cells"][0]["metadata"] = {str(i): {"nbgrader": {"points": i}} for i in range(10_000)}
(folder / name).write_text(json.dumps(data))
