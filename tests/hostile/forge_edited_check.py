# attack: writes its own check
# family: forging
# base: blank
# points: 0
# %% check-softmax
2.0
