# attack: a number that takes years, in one step that no signal stops
# family: resources
# base: solved
# points: 7
# %% last
9 ** (9 ** 9) % 7
