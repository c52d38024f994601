# attack: hands in an earlier_steps.py of its own with this chapter's functions
# family: forging
# base: blank
# points: 0
# %% build
(folder / "earlier_steps.py").write_text("import numpy as np\ndef softmax(x, axis=-1):\n    e = np.exp(x - x.max(axis, keepdims=True))\n    return e / e.sum(axis, keepdims=True)\n")
# %% softmax
from earlier_steps import softmax
