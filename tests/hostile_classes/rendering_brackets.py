# attack: text cells of brackets that might be links
# family: rendering
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
for number in range(5):
    text = (["[" * 20_000, "![" * 10_000, "[a](" * 5_000, "[a][" * 5_000, "<a " * 6_000][number])[:19_900]
    data["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text, "id": f"text-{number}"})
(folder / name).write_text(json.dumps(data))
