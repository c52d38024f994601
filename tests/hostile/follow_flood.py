# attack: asks five thousand times
# family: following
# base: wrong
# points: 3
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    for _ in range(5_000):
        softmax(x[:1])
    return softmax(x / temperature, axis)
