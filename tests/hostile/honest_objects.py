# attack: none: functions that are objects, methods and decorated, where warnings are errors
# family: honest
# base: solved
# points: 7
# %% first
import functools, warnings
warnings.simplefilter("error")
np.seterr(all="raise")
# %% last
class Sharing:
    def __init__(self, function): self.function = function
    def __call__(self, *given, **named): return self.function(*given, **named)
    def method(self, scores, mask): return masked(scores, mask)

def counted(function):
    @functools.wraps(function)
    def inner(*given, **named):
        inner.count += 1
        print(inner.count)
        return function(*given, **named)
    inner.count = 0
    return inner

masked = masked_softmax
softmax = Sharing(softmax)
temperature_softmax = counted(functools.partial(temperature_softmax))
masked_softmax = Sharing(None).method
