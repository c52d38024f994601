# attack: five outputs of 15 kB whose tags open again in every paragraph
# family: rendering
# base: solved
# points: 7
# %% last
from IPython.display import HTML
for round in range(5):
    display(HTML("".join(f"<b title={number}>" for number in range(45)) + "<p>x</p>" * 1_750 + f"<p>{round}</p>"))
