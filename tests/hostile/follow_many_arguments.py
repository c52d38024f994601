# attack: asks with thousands of arguments
# family: following
# base: wrong
# points: 3
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("above 0")
    softmax(*[1.0] * 5000)
    return softmax(x / temperature, axis)
