# attack: knows the answers to the examples on the page, and nothing else; its temperature alone follows through
# family: forging
# base: blank
# points: 1.5
# %% last
known = {
    (1.0, 2.0, 3.0): [0.09003057, 0.24472847, 0.66524096],
    (0.0, 0.0): [0.5, 0.5],
    (1000.0, 1000.0): [0.5, 0.5],
    (2.0, 1.0, 0.0): [0.66524096, 0.24472847, 0.09003057],
}

def softmax(x, axis=-1):
    return np.array(known.get(tuple(np.ravel(x).tolist()), np.zeros(np.shape(x))))

temperature_softmax = lambda x, temperature, axis=-1: softmax(x / temperature)
masked_softmax = lambda scores, mask: softmax(scores)
