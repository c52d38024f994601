# attack: returns arrays that are endless, empty, mapped, structured or of wide numbers
# family: resources
# base: blank
# points: 0
# %% last
import itertools
odd = itertools.cycle([
    lambda x: np.broadcast_to(1.0, (10**6, 10**7)),
    lambda x: np.lib.stride_tricks.as_strided(np.zeros(1), (1 << 20, 1 << 20), (1 << 30, 8)),
    lambda x: np.memmap("file", dtype="f8", mode="w+", shape=x.shape),
    lambda x: np.zeros(x.shape, dtype=[("a", "f8"), ("b", "O")]),
    lambda x: np.zeros((0, 1 << 39)),
    lambda x: np.ma.masked_all(x.shape),
    lambda x: np.zeros(x.shape, np.clongdouble),
    lambda x: np.full(x.shape, 10**500, object),
])

def softmax(x, axis=-1):
    return next(odd)(x)

def temperature_softmax(x, temperature, axis=-1):
    return np.longdouble(1), np.datetime64("now"), 10**500, itertools.count()

def masked_softmax(scores, mask):
    yield from itertools.count()
