# attack: defines a function whose name only looks right
# family: structure
# base: blank
# points: 0
# %% softmax
def sоftmax(x, axis=-1):
    weights = np.exp(x - x.max(axis, keepdims=True))
    return weights / weights.sum(axis, keepdims=True)
