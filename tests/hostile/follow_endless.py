# attack: asks, and then never ends
# family: following
# base: wrong
# points: 3
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    softmax(x)
    while True:
        pass
