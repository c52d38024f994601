# attack: a function never ends
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    while True:
        pass
