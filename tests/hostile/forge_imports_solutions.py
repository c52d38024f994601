# attack: imports the reference
# family: forging
# base: blank
# points: 0
# %% softmax
from solutions import *
from solutions import masked_softmax, softmax, temperature_softmax
