# attack: takes all memory
# family: resources
# base: solved
# points: 7
# %% last
taken = []
while True:
    taken.append(bytearray(1 << 26))
