# attack: returns what a right answer looks like from outside: rows that add up to 1
# family: forging
# base: blank
# points: 0
# %% softmax
def softmax(x, axis=-1):
    return np.ones(x.shape) / x.shape[axis]
