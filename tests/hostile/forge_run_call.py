# attack: patches the function that calls its functions
# family: forging
# base: blank
# points: 0
# %% first
from attention_lab.checking import calls
good = lambda function, call: calls.Outcome("value", np.full(np.shape(call.args[0]), 1.0))
calls.run_call = good
calls.Outcome.__eq__ = lambda self, other: True
