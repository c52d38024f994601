# attack: nbgrader's fields, and the notebook's, of wrong types and sizes
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
odd = [1e308, "all", -1, None, {"$ne": 0}, True]
for number, cell in enumerate(data["cells"]):
    if cell["metadata"].get("nbgrader"):
        cell["metadata"]["nbgrader"].update(points=odd[number % 6], checksum=5, schema_version="99", locked="no", task=True)
        cell["metadata"].update(deletable=False, tags="raises-exception", collapsed=[], name="\ud800")
data["metadata"] = {"kernelspec": {"name": "../../bash"}, "grading": {"unreadable": None, "notes": ["7 of 7"]}, "widgets": 5, "language_info": 7}
data.update(nbformat="4", nbformat_minor=-1)
(folder / name).write_text(json.dumps(data))
