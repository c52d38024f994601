# attack: none: saved in another encoding
# family: structure
# base: solved
# points: 7
# %% build
text = (folder / name).read_text().replace("import numpy as np", "import numpy as np  # d\u00e9but", 1)
(folder / name).write_bytes(text.encode("latin-1", "replace"))
