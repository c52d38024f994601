# attack: never ends, and catches whatever would end it
# family: resources
# base: solved
# points: 7
# %% last
while True:
    try:
        while True:
            pass
    except BaseException:
        continue
