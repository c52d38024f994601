# attack: returns arrays that are huge in shape and small in memory
# family: forging
# base: solved
# points: 5
# %% temperature_softmax
turn = 0

def temperature_softmax(x, temperature, axis=-1):
    global turn
    turn += 1
    shapes = ((1 << 20, 1 << 20), (0, 1 << 60), (1,) * 60, (1 << 31, 0, 1 << 31))
    return np.broadcast_to(np.zeros(()), shapes[turn % 4])
