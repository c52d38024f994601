# attack: functions return arrays of sixty-four axes, and of none
# family: judge memory
# base: blank
# points: 0
# %% softmax
def softmax(*arguments, **named):
    global calls
    calls = globals().get("calls", 0) + 1
    return np.ones((2,) * 20 + (1,) * 44) if calls % 2 else np.ones((0,) * 64)
# %% temperature_softmax
def temperature_softmax(*arguments, **named):
    global calls
    calls = globals().get("calls", 0) + 1
    return np.ones((2,) * 20 + (1,) * 44) if calls % 2 else np.ones((0,) * 64)
# %% masked_softmax
def masked_softmax(*arguments, **named):
    global calls
    calls = globals().get("calls", 0) + 1
    return np.ones((2,) * 20 + (1,) * 44) if calls % 2 else np.ones((0,) * 64)
