# attack: null characters and halves of characters in the code
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
data["cells"].append({"cell_type": "code", "source": "x = '\0\ud800'", "metadata": {}})
data["cells"].append({"cell_type": "markdown", "source": "\ud800\0\u202e", "metadata": {}})
(folder / name).write_text(json.dumps(data))
