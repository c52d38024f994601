# attack: pastes pictures into text cells, of many megabytes, of no kind, and one in a thousand places
# family: structure
# base: solved
# points: 7
# %% build
import base64, json
data = json.loads((folder / name).read_text())
png = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(900_000)).decode()
pictures = {"a": {"image/png": png}, "b" * 9_000: {"image/png": png}, "c": {"image/gif": png}}
for n in range(9):
    source = "![x](attachment:a)\n" * 900
    cell = {"cell_type": "markdown", "source": source, "metadata": {}, "attachments": pictures}
    data["cells"].append(cell)
(folder / name).write_text(json.dumps(data))
