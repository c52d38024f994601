# attack: overflows the stack in C
# family: resources
# base: solved
# points: 7
# %% last
nested = []
for _ in range(10_000_000):
    nested = [nested]
repr(nested)
