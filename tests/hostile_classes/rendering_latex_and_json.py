# attack: outputs of every other kind, large and odd
# family: rendering
# base: solved
# points: 7
# %% last
from IPython.display import display
for kind in ("text/latex", "application/json", "application/javascript", "text/plain", "text/html", "text/markdown", "application/pdf", "image/png", "application/vnd.jupyter.widget-view+json"):
    display({kind: "<script>alert(1)</script>$" * 20_000, "text/plain": "$\\def\\x{\\x\\x}\\x$"}, raw=True)
