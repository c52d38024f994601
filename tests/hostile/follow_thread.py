# attack: leaves a thread behind that asks during other functions' calls
# family: following
# base: wrong
# points: 3
# %% temperature_softmax
import threading, time
def later(x):
    for _ in range(50):
        time.sleep(0.01)
        try:
            softmax(x)
        except Exception:
            pass
def temperature_softmax(x, temperature, axis=-1):
    threading.Thread(target=later, args=(x,), daemon=True).start()
    return np.zeros(x.shape)
