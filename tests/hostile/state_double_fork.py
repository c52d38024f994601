# attack: leaves a grandchild behind that writes later
# family: state
# base: solved
# points: 7
# %% last
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(2)
        open("CANARY/gradebook.db", "w").write("mine")
    os._exit(0)
