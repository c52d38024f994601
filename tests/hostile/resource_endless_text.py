# attack: shows an object whose text never ends
# family: resources
# base: solved
# points: 7
# %% last
class Endless:
    def __repr__(self):
        while True:
            pass
Endless()
