# attack: raises an error whose text never ends
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
class Endless(Exception):
    def __str__(self):
        return "x" * 10**9

def temperature_softmax(x, temperature, axis=-1):
    raise Endless
