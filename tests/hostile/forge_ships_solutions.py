# attack: hands in a module called like the reference's beside the notebook
# family: forging
# base: blank
# points: 0
# %% build
(folder / "solutions.py").write_text("def softmax(x, axis=-1): return 1\n")
(folder / "attention_lab.py").write_text("def check(*a): return 2.0\n")
(folder / "sitecustomize.py").write_text("import os; os._exit(0)\n")
(folder / "numpy.py").write_text("raise SystemExit\n")
# %% softmax
from solutions import softmax
