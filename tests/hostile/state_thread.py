# attack: leaves a thread behind that writes later
# family: state
# base: solved
# points: 7
# %% last
import threading, time

def later():
    time.sleep(1)
    open("CANARY/gradebook.db", "w").write("mine")

threading.Thread(target=later, daemon=False).start()
