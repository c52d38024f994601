# attack: functions return integers of a million digits
# family: judge memory
# base: blank
# points: 0
# %% softmax
def softmax(*arguments, **named):
    return (10 ** 1_000_000, -(7 ** 900_000), [10 ** 100_000] * 20)
# %% temperature_softmax
def temperature_softmax(*arguments, **named):
    return (10 ** 1_000_000, -(7 ** 900_000), [10 ** 100_000] * 20)
# %% masked_softmax
def masked_softmax(*arguments, **named):
    return (10 ** 1_000_000, -(7 ** 900_000), [10 ** 100_000] * 20)
