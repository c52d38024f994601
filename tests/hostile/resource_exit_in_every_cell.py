# attack: ends the process again and again
# family: resources
# base: blank
# points: 0
# %% softmax
import os; os._exit(0)
# %% temperature_softmax
import os; os._exit(1)
# %% masked_softmax
import os; os.abort()
# %% first
import os; os._exit(2)
# %% last
import os; os._exit(3)
