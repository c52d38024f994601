# attack: megabytes of text in which every letter has a colour of its own
# family: rendering
# base: solved
# points: 7
# %% last
import sys
for round in range(20):
    sys.stdout.write("".join(f"\x1b[38;2;{one % 256};7;9mx\x1b[0m" for one in range(15_000)))
