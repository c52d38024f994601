# attack: an error of megabytes with a long way down
# family: rendering
# base: solved
# points: 7
# %% last
def down(depth):
    if depth:
        return down(depth - 1)
    raise ValueError("<b>&\x1b[31m" * 400_000)
down(400)
