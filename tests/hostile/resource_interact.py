# attack: none: the interact cell that hangs nbclient now and then
# family: resources
# base: solved
# points: 7
# %% last
from ipywidgets import interact, interact_manual
interact(lambda x, y: print(x, y), x=(0, 10), y=["a", "b"])
interact_manual(lambda x: x, x=True)
