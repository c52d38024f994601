# attack: functions return a tuple of a hundred thousand arrays
# family: judge memory
# base: blank
# points: 0
# %% softmax
def softmax(*arguments, **named):
    return tuple(np.array([float(number)]) for number in range(100_000))
# %% temperature_softmax
def temperature_softmax(*arguments, **named):
    return tuple(np.array([float(number)]) for number in range(100_000))
# %% masked_softmax
def masked_softmax(*arguments, **named):
    return tuple(np.array([float(number)]) for number in range(100_000))
