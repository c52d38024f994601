# attack: traces whoever calls its functions, and changes what they hold
# family: forging
# base: blank
# points: 0
# %% last
import sys, threading

def change(frame, event, value):
    for name in ("outcome", "item", "kind", "passed", "points", "bound"):
        if name in frame.f_locals:
            frame.f_locals[name] = {"kind": "value", "passed": True, "points": 2}
    return change

frame = sys._getframe()
while frame is not None:
    frame.f_trace = change
    frame = frame.f_back
sys.settrace(change)
sys.setprofile(change)
threading.settrace(change)
