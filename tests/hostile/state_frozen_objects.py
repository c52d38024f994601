# attack: leaves objects that act when they are thrown away, and threads in the middle of a write
# family: state
# base: solved
# points: 7
# %% last
import threading, weakref, sys

class Later:
    def __del__(self):
        open("CANARY/gradebook.db", "w").write("mine")

held = Later()
held.held = held
sys.later = held
weakref.finalize(held, lambda: open("CANARY/new", "w").write("mine"))

def always():
    while True:
        try:
            open("CANARY/gradebook.db", "a").write("mine")
        except OSError:
            pass

threading.Thread(target=always, daemon=True).start()
