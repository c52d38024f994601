# attack: keeps what it was asked, and answers with what was asked before
# family: forging
# base: blank
# points: 0
# %% last
asked = []

def softmax(x, axis=-1):
    asked.append((np.array(x), axis))
    for before, _ in reversed(asked[:-1]):
        if before.shape == x.shape:
            return before
    return asked[0][0]

temperature_softmax = lambda x, temperature, axis=-1: softmax(x, axis)
masked_softmax = lambda scores, mask: softmax(scores)
