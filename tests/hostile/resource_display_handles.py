# attack: updates one display, and clears it, without end
# family: resources
# base: solved
# points: 7
# %% last
from IPython.display import clear_output, display
handle = display("x", display_id=True)
while True:
    handle.update("x" * 100_000)
    clear_output(wait=True)
