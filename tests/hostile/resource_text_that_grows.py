# attack: hands in text cells that become a thousand times longer when they are laid out
# family: resources
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
tags = "".join(f"<b title={n}>" for n in range(700))
for n in range(10):
    source = tags + "<p>x</p>" * 1_000 + f"\n\n{n}\n\n" + "> " * 500
    data["cells"].append({"cell_type": "markdown", "source": source, "metadata": {}})
(folder / name).write_text(json.dumps(data))
