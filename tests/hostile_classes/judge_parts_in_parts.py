# attack: functions return tuples in tuples
# family: judge memory
# base: blank
# points: 0
# %% softmax
def softmax(*arguments, **named):
    value = np.ones(3)
    for depth in range(20):
        value = (value, value)
    return value
# %% temperature_softmax
def temperature_softmax(*arguments, **named):
    value = np.ones(3)
    for depth in range(20):
        value = (value, value)
    return value
# %% masked_softmax
def masked_softmax(*arguments, **named):
    value = np.ones(3)
    for depth in range(20):
        value = (value, value)
    return value
