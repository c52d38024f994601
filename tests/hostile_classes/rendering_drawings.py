# attack: drawings of a megabyte each
# family: rendering
# base: solved
# points: 7
# %% last
from IPython.display import SVG, display
for number in range(8):
    display({"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg'><text>{number}</text>" + "<g>" * 120_000 + "</svg>"}, raw=True)
