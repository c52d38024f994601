# attack: none: draws the same place anew a thousand times, and goes on
# family: honest
# base: solved
# points: 7
# %% last
from IPython.display import clear_output, display
for _ in range(500):
    clear_output(wait=True)
    display("y" * 20_000)
place = display("z", display_id=True)
for _ in range(500):
    place.update("z" * 20_000)
