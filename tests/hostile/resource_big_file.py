# attack: writes a file without end
# family: resources
# base: solved
# points: 7
# %% last
with open("large", "wb") as file:
    while True:
        file.write(bytes(1 << 20))
