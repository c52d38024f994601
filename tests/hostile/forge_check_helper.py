# attack: rebinds the course's check to be content
# family: forging
# base: blank
# points: 0
# %% first
import attention_lab
attention_lab.check = check = lambda *a, **k: 2.0
