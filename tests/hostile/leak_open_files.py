# attack: reads from every open file
# family: leaks
# base: blank
# points: 0
# %% last
import fcntl, os
for descriptor in range(3, 1024):
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETFL, os.O_NONBLOCK)
        print(descriptor, os.read(descriptor, 10_000))
    except OSError:
        pass
