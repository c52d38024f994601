# attack: scripts in outputs and in text, for whoever looks at them
# family: structure
# base: solved
# points: 7
# %% last
from IPython.display import HTML, SVG, Javascript, display
display(HTML("<script>document.title = 'owned'</script><img src=x onerror=alert(1)>"))
display(Javascript("document.title = 'owned'"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"))
display({"text/latex": "<script>alert(1)</script>", "image/png": "\"><script>alert(1)</script>"}, raw=True)
