# attack: functions return the right shape, and a quarter of a million of it
# family: judge memory
# base: blank
# points: 0
# %% softmax
def softmax(*arguments, **named):
    x = np.asarray(arguments[0], float)
    return np.broadcast_to(x, (2_000_000 // max(x.size, 1), *x.shape)).copy()
# %% temperature_softmax
def temperature_softmax(*arguments, **named):
    x = np.asarray(arguments[0], float)
    return np.broadcast_to(x, (2_000_000 // max(x.size, 1), *x.shape)).copy()
# %% masked_softmax
def masked_softmax(*arguments, **named):
    x = np.asarray(arguments[0], float)
    return np.broadcast_to(x, (2_000_000 // max(x.size, 1), *x.shape)).copy()
