# attack: raises errors caused by errors caused by errors, in groups of groups
# family: resources
# base: solved
# points: 7
# %% last
error = ValueError("x" * 10_000)
for count in range(20_000):
    fresh = ValueError(error)
    fresh.__cause__ = error
    error = ExceptionGroup("group", [fresh]) if count % 2 else fresh
raise error
