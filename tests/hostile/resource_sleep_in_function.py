# attack: a function sleeps for a week
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
import time

def temperature_softmax(x, temperature, axis=-1):
    time.sleep(7 * 24 * 3600)
