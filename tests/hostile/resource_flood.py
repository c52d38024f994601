# attack: prints without end
# family: resources
# base: solved
# points: 7
# %% last
while True:
    print("again and again")
