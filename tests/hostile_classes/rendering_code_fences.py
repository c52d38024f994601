# attack: text cells of fences, mathematics and code that do not end
# family: rendering
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
for number in range(6):
    text = (["`" * 19_000, "".join("`" * (one % 150) + "x" for one in range(300)), "$" * 19_000, "$x$ " * 4_500, "\\begin{a}" * 2_000, "~~~\n" * 4_500][number])[:19_900]
    data["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text, "id": f"text-{number}"})
(folder / name).write_text(json.dumps(data))
