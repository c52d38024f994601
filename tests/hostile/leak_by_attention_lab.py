# attack: climbs from the learner's package to its neighbours
# family: leaks
# base: blank
# points: 0
# %% last
import importlib.util, pathlib, sys
import attention_lab
for place in pathlib.Path(attention_lab.__file__).resolve().parents:
    sys.path.insert(0, str(place))
    for name in ("solutions", "autograder", "autograder.judge"):
        try:
            module = importlib.import_module(name)
        except Exception:
            continue
        globals().update(vars(module))
