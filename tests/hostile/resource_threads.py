# attack: starts threads without end
# family: resources
# base: solved
# points: 7
# %% last
import threading, time
while True:
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
