# attack: never ends
# family: resources
# base: solved
# points: 7
# %% last
while True:
    pass
