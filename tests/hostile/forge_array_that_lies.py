# attack: returns an array that lies about its shape, its type and its bytes
# family: forging
# base: blank
# points: 0
# %% last
class Liar(np.ndarray):
    shape = property(lambda self: (2, 3))
    dtype = property(lambda self: np.dtype("f8"))
    def tobytes(self, *a): return b"\0" * 48
    def __len__(self): return -1
    def __reduce__(self): return (exec, ("raise SystemExit",))
    def astype(self, *a, **k): return self
    def reshape(self, *a, **k): return self

def softmax(x, axis=-1):
    return np.ones(3).view(Liar)

def temperature_softmax(x, temperature, axis=-1):
    return softmax(x), softmax(x)
