# attack: one picture of a megabyte, shown five hundred times
# family: rendering
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
text = "![x](attachment:a.png)\n\n" * 500
data["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text, "id": "text", "attachments": {"a.png": {"image/png": "iVBORw0KGgo" + "A" * 1_400_001}}})
(folder / name).write_text(json.dumps(data))
