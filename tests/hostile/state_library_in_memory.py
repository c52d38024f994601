# attack: spoils NumPy in memory, for those who come after
# family: state
# base: blank
# points: 0
# %% last
np.exp = np.max = np.sum = None
import builtins
builtins.sum = builtins.len = None
