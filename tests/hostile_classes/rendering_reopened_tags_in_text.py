# attack: a text cell whose tags open again in every paragraph
# family: rendering
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
text = "".join(f"<b title={number}>" for number in range(45)) + "<p>x</p>" * 2_300
data["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text[:19_900], "id": "text"})
(folder / name).write_text(json.dumps(data))
