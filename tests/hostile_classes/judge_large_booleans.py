# attack: six learners whose functions return three million truths
# family: judge memory
# base: blank
# points: 0
# %% softmax
def softmax(*arguments, **named):
    return np.ones(3_000_000, bool)
# %% temperature_softmax
def temperature_softmax(*arguments, **named):
    return np.ones(3_000_000, bool)
# %% masked_softmax
def masked_softmax(*arguments, **named):
    return np.ones(3_000_000, bool)
# %% build
import shutil
for number in range(5):
    shutil.copytree(learner, submitted / f"{learner.name}-{number}")
