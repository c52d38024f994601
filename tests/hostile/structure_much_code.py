# attack: megabytes of code, in letters that take most room
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
data["cells"] += [{"cell_type": "code", "metadata": {}, "source": f"'{letter * 400_000}'"} for letter in "1\U0001f600\x01" * 6]
(folder / name).write_text(json.dumps(data, ensure_ascii=False))
