# attack: a text cell of a thousand links to a thousand references
# family: rendering
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
for number in range(2):
    text = ("[a] " * 2_500 + "\n\n" + "\n".join(f"[a]: http://192.0.2.1/{one}" for one in range(300)) if number else "[" + "a" * 9_000 + "]: x\n\n" + "[" + "a" * 9_000 + "]")[:19_900]
    data["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text, "id": f"text-{number}"})
(folder / name).write_text(json.dumps(data))
