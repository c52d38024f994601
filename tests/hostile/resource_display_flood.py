# attack: displays pictures and pages without end
# family: resources
# base: solved
# points: 7
# %% last
from IPython.display import HTML, display
for count in range(100_000):
    display(HTML(f"<p>{'x' * 10_000}</p>"))
