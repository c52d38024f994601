# attack: a function returns lists in lists in lists
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    return nested
