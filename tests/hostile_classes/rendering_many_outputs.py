# attack: tens of thousands of outputs
# family: rendering
# base: solved
# points: 7
# %% last
from IPython.display import HTML, Markdown
for number in range(10_000):
    display(HTML(f"<b>{number}</b>"))
for number in range(10_000):
    display(Markdown(f"*{number}*"))
for number in range(10_000):
    display(number)
