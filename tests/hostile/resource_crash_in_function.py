# attack: a function crashes the interpreter
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
import ctypes

def temperature_softmax(x, temperature, axis=-1):
    ctypes.memset(0, 1, 1)
