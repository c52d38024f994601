# attack: answers with NaNs that carry numbers, and with numbers too small to be told from 0
# family: forging
# base: blank
# points: 0
# %% last
def softmax(x, axis=-1):
    return np.full(x.shape, 0x7FF0000000000001, np.uint64).view(np.float64)

def temperature_softmax(x, temperature, axis=-1):
    return np.full(x.shape, -0x0007FFFFFFFFFFFF, np.int64).view(np.float64)

def masked_softmax(scores, mask):
    return np.where(mask, 5e-324, -0.0)
