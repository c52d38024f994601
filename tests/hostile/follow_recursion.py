# attack: a function that calls itself, in the hope that a stand-in answers
# family: following
# base: wrong
# points: 3
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    return temperature_softmax(x, temperature, axis)
