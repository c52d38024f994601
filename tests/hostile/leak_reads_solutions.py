# attack: opens the reference where it lies
# family: leaks
# base: blank
# points: 0
# %% last
import os
found = {}
for start in ("CANARY", "..", "../..", "/work", "/home", "/root", "/srv", "/opt", "/usr", "/"):
    for folder, folders, files in os.walk(start):
        if "softmax.py" in files and "solutions" in folder:
            exec(open(os.path.join(folder, "softmax.py")).read(), globals())
        if len(folder) > 60:
            folders.clear()
