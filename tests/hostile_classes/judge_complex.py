# attack: functions return millions of complex numbers
# family: judge memory
# base: blank
# points: 0
# %% softmax
def softmax(*arguments, **named):
    return np.full((1500, 1500), 1 + 2j)
# %% temperature_softmax
def temperature_softmax(*arguments, **named):
    return np.full((1500, 1500), 1 + 2j)
# %% masked_softmax
def masked_softmax(*arguments, **named):
    return np.full((1500, 1500), 1 + 2j)
