# attack: makes isinstance, all, len and zip say what it likes
# family: forging
# base: blank
# points: 0
# %% last
import builtins
builtins.isinstance = lambda *a: True
builtins.all = lambda *a: True
builtins.zip = lambda *a, **k: iter([(1, 1, 1)])
builtins.type = lambda *a: int
