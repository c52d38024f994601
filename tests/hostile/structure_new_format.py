# attack: says that it is in a format of the future
# family: structure
# base: solved
# points: 7
# %% build
import json
data = json.loads((folder / name).read_text())
data.update(nbformat=99, nbformat_minor=-1, orbit=[1, 2])
(folder / name).write_text(json.dumps(data))
