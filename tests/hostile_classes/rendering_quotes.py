# attack: text cells of quotes and lists, one in the other
# family: rendering
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
for number in range(5):
    text = (["> " * 10_000 + "x", "- " * 10_000 + "x", "1. " * 6_000 + "x", "\n".join("  " * depth + "- x" for depth in range(140)), ">\n" * 10_000][number])[:19_900]
    data["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text, "id": f"text-{number}"})
(folder / name).write_text(json.dumps(data))
