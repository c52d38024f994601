# attack: a masked softmax that renormalises nothing, over a right softmax that stands in
# family: following
# base: wrong
# points: 2
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("above 0")
    return softmax(x / temperature, axis)
# %% masked_softmax
def masked_softmax(scores, mask):
    return softmax(scores) * mask
