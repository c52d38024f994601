# attack: none: one function right, the others not written
# family: honest
# base: blank
# points: 2
# %% softmax
def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
