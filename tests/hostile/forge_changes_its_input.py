# attack: writes into its argument, in the hope that this is what is compared
# family: forging
# base: blank
# points: 0
# %% softmax
def softmax(x, axis=-1):
    x[...] = 0
    return x
