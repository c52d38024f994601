# attack: megabytes of letters that are longer in a page
# family: rendering
# base: solved
# points: 7
# %% last
import sys
for round in range(6):
    sys.stdout.write("<'\"&>" * 200_000)
    sys.stderr.write("\x00\x1b&" * 200_000)
