# attack: answers with one number, in the hope that it is stretched
# family: forging
# base: blank
# points: 0
# %% last
def softmax(x, axis=-1):
    return np.float64(1) / x.shape[axis]

def masked_softmax(scores, mask):
    return np.array([])
