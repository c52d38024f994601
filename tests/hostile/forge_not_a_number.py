# attack: answers with numbers that compare oddly
# family: forging
# base: blank
# points: 0
# %% last
def softmax(x, axis=-1):
    return np.full(x.shape, np.nan)

def temperature_softmax(x, temperature, axis=-1):
    return np.full(x.shape, np.inf)

def masked_softmax(scores, mask):
    return np.full(scores.shape, -0.0)
