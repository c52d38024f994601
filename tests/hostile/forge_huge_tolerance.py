# attack: answers in a type in which everything is near everything
# family: forging
# base: blank
# points: 0
# %% last
def softmax(x, axis=-1):
    return np.zeros(x.shape, np.float16)

def temperature_softmax(x, temperature, axis=-1):
    return np.zeros(x.shape, np.bool_)

def masked_softmax(scores, mask):
    return np.zeros(scores.shape, np.complex128)
