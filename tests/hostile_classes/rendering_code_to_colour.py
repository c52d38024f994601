# attack: code cells that take long to colour
# family: rendering
# base: solved
# points: 7
# %% last
pass
# %% build
import json
data = json.loads((folder / name).read_text())
texts = ("'" * 80_000, '"""' + "\\" * 80_000, "f'" + "{" * 80_000, "(" * 60_000, "a." * 40_000, "%" * 50_000, "\t" * 80_000 + "x")
for number, text in enumerate(texts):
    data["cells"].append({"cell_type": "code", "metadata": {}, "source": text, "id": f"code-{number}", "outputs": [], "execution_count": None})
(folder / name).write_text(json.dumps(data))
