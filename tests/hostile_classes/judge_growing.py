# attack: six learners whose functions return more with every call
# family: judge memory
# base: blank
# points: 0
# %% softmax
def softmax(*arguments, **named):
    global calls
    calls = globals().get("calls", 0) + 1
    return np.random.default_rng(calls).random(100_000 * calls)
# %% temperature_softmax
def temperature_softmax(*arguments, **named):
    global calls
    calls = globals().get("calls", 0) + 1
    return np.random.default_rng(calls).random(100_000 * calls)
# %% masked_softmax
def masked_softmax(*arguments, **named):
    global calls
    calls = globals().get("calls", 0) + 1
    return np.random.default_rng(calls).random(100_000 * calls)
# %% build
import shutil
for number in range(5):
    shutil.copytree(learner, submitted / f"{learner.name}-{number}")
