# attack: returns an array that says it equals everything
# family: forging
# base: blank
# points: 0
# %% softmax
class Yes(np.ndarray):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __array_function__(self, func, types, args, kwargs): return True
    def __array_ufunc__(self, *args, **kwargs): return np.zeros(1)

def softmax(x, axis=-1):
    return np.zeros(x.shape).view(Yes)
