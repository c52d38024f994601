# attack: functions return large arrays that are one number, seen often
# family: judge memory
# base: blank
# points: 0
# %% softmax
def softmax(*arguments, **named):
    return np.broadcast_to(np.float64(0.5), (20_000, 20_000))
# %% temperature_softmax
def temperature_softmax(*arguments, **named):
    return np.broadcast_to(np.float64(0.5), (20_000, 20_000))
# %% masked_softmax
def masked_softmax(*arguments, **named):
    return np.broadcast_to(np.float64(0.5), (20_000, 20_000))
