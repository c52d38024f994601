# attack: none: a picture pasted into the written answer
# family: rendering
# base: solved
# points: 7
# control: yes
# shows: data:image/png;base64,iVBORw0KGgo
# %% build
import json
data = json.loads((folder / name).read_text())
picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
for cell in data["cells"]:
    if cell["metadata"].get("nbgrader", {}).get("grade_id") == "explain-shift":
        cell["source"] = "My drawing: ![drawing](attachment:image.png)"
        cell["attachments"] = {"image.png": {"image/png": picture}}
(folder / name).write_text(json.dumps(data))
