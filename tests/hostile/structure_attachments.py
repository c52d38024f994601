# attack: attachments with paths, types and texts that are none
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
odd = {"../../x": {"image/png\"><script>": "x"}, "y": {"text/html": "<script>alert(1)</script>"}, "z": 5, "w": {"image/png": "\"><script>"}}
data["cells"].append({"cell_type": "markdown", "source": "![x](attachment:y)", "metadata": {}, "attachments": odd})
(folder / name).write_text(json.dumps(data))
