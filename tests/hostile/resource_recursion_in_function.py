# attack: a function calls itself without end, in C
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
import sys
sys.setrecursionlimit(10**9)

class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")

def temperature_softmax(x, temperature, axis=-1):
    return Deep().value
