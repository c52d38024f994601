# attack: one block of 40 MB, named sixteen times
# family: judge memory
# base: blank
# points: 0
# %% softmax
def softmax(*arguments, **named):
    block = np.ones(5_000_000)
    return (block,) * 16
# %% temperature_softmax
def temperature_softmax(*arguments, **named):
    block = np.ones(5_000_000)
    return (block,) * 16
# %% masked_softmax
def masked_softmax(*arguments, **named):
    block = np.ones(5_000_000)
    return (block,) * 16
