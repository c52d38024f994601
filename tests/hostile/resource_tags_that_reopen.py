# attack: puts out HTML whose formatting opens again in every paragraph
# family: resources
# base: solved
# points: 7
# %% last
from IPython.display import HTML
tags = "".join(f"<b title={n}>" for n in range(45))
for n in range(20):
    display(HTML(f"<p>{tags}</p>" + "<p>x</p>" * 1_800 + " " * n))
