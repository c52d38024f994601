# attack: writes, deletes and renames outside its place
# family: state
# base: solved
# points: 7
# %% last
import os, shutil
for action in (
    lambda: open("CANARY/gradebook.db", "w").write("mine"),
    lambda: open("CANARY/new", "w").write("mine"),
    lambda: os.remove("CANARY/solutions/softmax.py"),
    lambda: os.rename("CANARY/submitted/other/notebook.ipynb", "CANARY/x"),
    lambda: shutil.rmtree("CANARY"),
    lambda: os.chmod("CANARY/gradebook.db", 0o600),
):
    try:
        action()
    except OSError as error:
        print(error)
