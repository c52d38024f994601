# attack: returns structured, object, text and date arrays
# family: forging
# base: blank
# points: 0
# %% last
class Number(float):
    def __float__(self): return 0.5
    def __eq__(self, other): return True
    __hash__ = None

def softmax(x, axis=-1):
    return np.array([Number(1)] * x.size, object).reshape(x.shape)

def temperature_softmax(x, temperature, axis=-1):
    return np.zeros(x.shape, [("a", "f8"), ("b", "O")])

def masked_softmax(scores, mask):
    return np.zeros(scores.shape, "datetime64[s]"), np.full(scores.shape, "right")
