# attack: functions raise errors and return texts of megabytes
# family: judge memory
# base: blank
# points: 0
# %% softmax
def softmax(*arguments, **named):
    if len(arguments[0]) % 2:
        raise ValueError("the temperature " * 300_000)
    return "0.5 " * 2_000_000
# %% temperature_softmax
def temperature_softmax(*arguments, **named):
    if len(arguments[0]) % 2:
        raise ValueError("the temperature " * 300_000)
    return "0.5 " * 2_000_000
# %% masked_softmax
def masked_softmax(*arguments, **named):
    if len(arguments[0]) % 2:
        raise ValueError("the temperature " * 300_000)
    return "0.5 " * 2_000_000
