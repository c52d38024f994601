# attack: gives itself rights to files, and locks others out
# family: state
# base: solved
# points: 7
# %% last
import os
for action in (
    lambda: os.chmod("CANARY/gradebook.db", 0o600),
    lambda: os.chown("CANARY/gradebook.db", 65534, 65534),
    lambda: os.setxattr("CANARY/gradebook.db", "user.mine", b"1"),
    lambda: os.truncate("CANARY/gradebook.db", 0),
    lambda: os.utime("CANARY/gradebook.db", (0, 0)),
    lambda: os.link("CANARY/gradebook.db", "linked"),
    lambda: os.mkfifo("CANARY/fifo"),
    lambda: os.mkdir("CANARY/folder"),
    lambda: os.symlink("/", "CANARY/link"),
    lambda: os.chmod("CANARY", 0o700),
):
    try:
        action()
        print("done")
    except OSError as error:
        print(error)
