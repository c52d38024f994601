# attack: attachments whose names and types would break out of the page
# family: rendering
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
odd = {
    'a"><script>alert(1)</script>.png': {"image/png": "AAAA"},
    "b.png": {'image/png"><script>alert(1)</script>': "AAAA", "image/svg+xml": "<svg onload=alert(1)>"},
    "c.png": {"text/html": "<script>alert(1)</script>"},
    "d.png": {"image/png": '"><script>alert(1)</script>'},
    "e.png": {"image/jpeg": "AAAA"},
    "": {"image/png": "AAAA"},
}
text = "\n".join(f"![x](attachment:{key}) ![y](<attachment:{key}>)" for key in odd)
data["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text, "id": "text", "attachments": odd})
(folder / name).write_text(json.dumps(data))
