# attack: a function returns far too much
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    return np.zeros(40_000_000)
