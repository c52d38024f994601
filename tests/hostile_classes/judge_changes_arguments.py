# attack: functions make what they were given large and odd
# family: judge memory
# base: blank
# points: 0
# %% softmax
def softmax(*arguments, **named):
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            try:
                argument.resize(3_000_000, refcheck=False)
            except ValueError:
                argument[...] = 1
    return arguments
# %% temperature_softmax
def temperature_softmax(*arguments, **named):
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            try:
                argument.resize(3_000_000, refcheck=False)
            except ValueError:
                argument[...] = 1
    return arguments
# %% masked_softmax
def masked_softmax(*arguments, **named):
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            try:
                argument.resize(3_000_000, refcheck=False)
            except ValueError:
                argument[...] = 1
    return arguments
