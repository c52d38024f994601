# attack: a softmax that asks for the right softmax
# family: following
# base: blank
# points: 0
# %% softmax
def softmax(x, axis=-1):
    return globals()["softmax"](x, axis)
