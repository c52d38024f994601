# attack: none: right answers as views and in another precision
# family: judge memory
# base: solved
# points: 7
# control: yes
# %% softmax
def softmax(x, axis=-1):
    room = np.empty((2, *x.shape))
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    room[1] = e / e.sum(axis=axis, keepdims=True)
    return room[1]
