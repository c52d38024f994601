# attack: puts modules of its own in the way of those that are imported later
# family: state
# base: solved
# points: 7
# %% last
import sys
for name in ("numpy", "attention_lab", "json", "struct", "calls"):
    open(f"{name}.py", "w").write("raise SystemExit")
for name in list(sys.modules):
    if name.partition(".")[0] in ("numpy", "attention_lab", "json", "struct", "inside"):
        del sys.modules[name]
