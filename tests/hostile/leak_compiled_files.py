# attack: looks for compiled copies of the reference, anywhere
# family: leaks
# base: blank
# points: 0
# %% last
import marshal, os
for folder, folders, files in os.walk("/"):
    for file in files:
        if file.endswith(".pyc") and any(word in folder for word in ("solutions", "autograder", "checks")):
            exec(marshal.loads(open(os.path.join(folder, file), "rb").read()[16:]), globals())
