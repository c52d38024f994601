# attack: becomes another user
# family: state
# base: solved
# points: 7
# %% last
import os
for change in (os.setuid, os.setgid, os.seteuid, lambda x: os.setgroups([x])):
    for who in (0, 1, 1000):
        try:
            change(who)
        except OSError:
            continue
        raise AssertionError("became another")
