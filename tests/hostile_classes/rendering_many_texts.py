# attack: fifteen text cells of 20 kB whose tags open again in every paragraph
# family: rendering
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
for number in range(15):
    text = ("".join(f"<i title={number}-{one}>" for one in range(400)) + "<p>x</p>" * 2_300)[:19_900]
    data["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text, "id": f"text-{number}"})
(folder / name).write_text(json.dumps(data))
