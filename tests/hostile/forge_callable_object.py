# attack: hands in an object in place of a function, with a name and a source of its choice
# family: forging
# base: blank
# points: 0
# %% last
class Function:
    def __call__(self, *args, **kwargs):
        return self
    def __getattr__(self, name):
        if name in ("__wrapped__", "__code__", "__name__", "shape", "dtype", "value"):
            return self
        raise AttributeError(name)
    def __array__(self, *a, **k):
        raise SystemExit(0)

softmax = temperature_softmax = masked_softmax = Function()
