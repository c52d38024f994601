# attack: megabytes of attached pictures that are programs
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
picture = {"a.svg": {"image/svg+xml": "<svg onload=alert(1)>" + "x" * 3_000_000}, "../../b.png": {"image/png": "PHNjcmlwdD4=" * 200_000}}
for cell in data["cells"]:
    if cell["cell_type"] == "markdown":
        cell["attachments"] = picture
data["cells"].insert(0, {"cell_type": "markdown", "metadata": {}, "source": "![x](attachment:a.svg)", "attachments": picture})
(folder / name).write_text(json.dumps(data))
