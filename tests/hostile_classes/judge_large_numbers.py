# attack: functions return as many numbers as are read
# family: judge memory
# base: blank
# points: 0
# %% softmax
def softmax(*arguments, **named):
    return np.arange(7_500_000.0)
# %% temperature_softmax
def temperature_softmax(*arguments, **named):
    return np.arange(7_500_000.0)
# %% masked_softmax
def masked_softmax(*arguments, **named):
    return np.arange(7_500_000.0)
# %% build
import shutil
for number in range(5):
    shutil.copytree(learner, submitted / f"{learner.name}-{number}")
