# attack: prints 200 MB on one line
# family: resources
# base: solved
# points: 7
# %% last
print("x" * 200_000_000)
