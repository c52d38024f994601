# attack: asks for a petabyte, and touches what it gets
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    return np.ones((1 << 17, 1 << 17)) + np.zeros((1 << 20, 1 << 30))
