# attack: a function returns a tuple of very many arrays
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    return tuple(np.zeros(1) for _ in range(100_000))
