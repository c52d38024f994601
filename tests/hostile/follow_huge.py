# attack: asks for the softmax of ninety thousand numbers
# family: following
# base: wrong
# points: 3
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    softmax(np.ones((300, 300)))
    return softmax(x / temperature, axis)
