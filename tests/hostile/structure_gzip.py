# attack: hands in a compressed file
# family: structure
# base: solved
# points: 0
# %% build
import gzip
(folder / name).write_bytes(gzip.compress((folder / name).read_bytes()))
