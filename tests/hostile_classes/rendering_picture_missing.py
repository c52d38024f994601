# attack: text cells ask for pictures that are not there
# family: rendering
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
texts = ("![x](attachment:none.png)", "![x](attachment:)", "![x](attachment:../../../etc/passwd)", "<img src='attachment:none.png'>", "[x](attachment:none.png)", "![x](attachment:a\\)b)")
for number, text in enumerate(texts):
    data["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text, "id": f"text-{number}"})
    data["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text, "id": f"empty-{number}", "attachments": {"none.png": {}}})
(folder / name).write_text(json.dumps(data))
