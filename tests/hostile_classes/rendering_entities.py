# attack: text cells of entities, comments and declarations that do not end
# family: rendering
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
for number in range(8):
    text = (["&" * 19_000, "&amp" * 4_900, "<!--" * 4_900, "<![CDATA[" * 2_100, "<?" * 9_900, "</" * 9_900, "<a b='" * 2_800, "\\" * 19_000][number])[:19_900]
    data["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text, "id": f"text-{number}"})
(folder / name).write_text(json.dumps(data))
