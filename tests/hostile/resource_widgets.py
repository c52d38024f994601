# attack: makes widgets without end
# family: resources
# base: solved
# points: 7
# %% last
import ipywidgets
held = [ipywidgets.IntSlider() for _ in range(10**7)]
