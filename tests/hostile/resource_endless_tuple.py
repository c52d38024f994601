# attack: a function returns a tuple that never ends
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
class Endless(tuple):
    def __iter__(self):
        while True:
            yield np.zeros(3)
    def __bool__(self):
        return True

def temperature_softmax(x, temperature, axis=-1):
    return Endless()
