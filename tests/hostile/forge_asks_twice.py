# attack: answers differently each time that it is asked, in the hope that one fits
# family: forging
# base: blank
# points: 0
# %% last
count = 0

def softmax(x, axis=-1):
    global count
    count += 1
    if count % 3 == 0:
        return np.full(x.shape, 1 / x.shape[axis])
    return x if count % 3 == 1 else np.zeros(x.shape)

temperature_softmax = lambda x, temperature, axis=-1: softmax(x, axis)
masked_softmax = lambda scores, mask: softmax(scores) * mask
