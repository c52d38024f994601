# attack: calls softmax from a cell, to learn of a stand-in before it is called
# family: following
# base: wrong
# points: 0
# %% last
learnt = softmax(np.arange(6.0).reshape(2, 3))
def temperature_softmax(x, temperature, axis=-1):
    return learnt
def masked_softmax(scores, mask):
    return learnt
