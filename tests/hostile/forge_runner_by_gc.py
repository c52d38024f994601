# attack: finds the runner among all objects and in the frames, and changes what it reports
# family: forging
# base: blank
# points: 0
# %% first
import gc, sys, types
gc.unfreeze()  # or what was there from the start is not shown

def lie(*a, **k):
    return {"kind": "value", "value": {"none": True}, "error": "", "message": "right", "line": "", "mutated": [], "points": 2, "passed": True}

for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and "inside" in str(thing.__module__):
        if thing.__name__ in ("encode_outcome", "_encode_value", "_call"):
            thing.__code__ = (lambda *a, **k: lie()).__code__
            thing.__globals__["lie"] = lie
frame = sys._getframe()
while frame is not None:
    for name in ("calls", "bound", "decoded", "outcome", "spent"):
        if name in frame.f_locals:
            frame.f_locals[name] = lie()
    frame = frame.f_back
# %% softmax
def softmax(x, axis=-1):
    return x
