# attack: a function catches whatever would end it
# family: resources
# base: solved
# points: 5
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
