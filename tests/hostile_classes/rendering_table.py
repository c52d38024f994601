# attack: a text cell that is a table of thousands of columns
# family: rendering
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
for number in range(1):
    text = ("|" + "a|" * 3_000 + "\n|" + "-|" * 3_000 + "\n|" + "b|" * 3_000)[:19_900]
    data["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text, "id": f"text-{number}"})
(folder / name).write_text(json.dumps(data))
