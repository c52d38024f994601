# attack: opens files without end
# family: resources
# base: solved
# points: 7
# %% last
held = []
while True:
    held.append(open("/dev/null"))
