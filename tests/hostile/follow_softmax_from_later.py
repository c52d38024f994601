# attack: builds the function under test out of a later one
# family: following
# base: blank
# points: 4
# %% softmax
def softmax(x, axis=-1):
    return temperature_softmax(x, 1.0, axis)
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("above 0")
    return np.exp(x / temperature - np.max(x / temperature, axis=axis, keepdims=True)) / np.exp(x / temperature - np.max(x / temperature, axis=axis, keepdims=True)).sum(axis=axis, keepdims=True)
