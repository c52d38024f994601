# attack: keeps the stand-in for softmax, to answer as softmax afterwards
# family: following
# base: wrong
# points: 3
# %% last
import builtins
def temperature_softmax(x, temperature, axis=-1):
    builtins.kept = softmax
    globals()["softmax"] = builtins.kept
    return x
