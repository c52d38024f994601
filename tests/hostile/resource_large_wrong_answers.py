# attack: returns ordinary arrays that are a hundred thousand times too large, and one in many places
# family: resources
# base: solved
# points: 0
# %% softmax
def softmax(x, axis=-1):
    return np.ones(3_000_000, bool)
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    return (np.ones(100_000),) * 16
# %% masked_softmax
def masked_softmax(scores, mask):
    return np.ones((1_000, 1_000))
