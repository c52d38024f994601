# attack: bytes at random
# family: structure
# base: solved
# points: 0
# %% build
import random
(folder / name).write_bytes(random.Random(1).randbytes(100_000))
