# attack: text and outputs ask the reader's browser for something elsewhere
# family: rendering
# base: solved
# points: 7
# %% last
from IPython.display import HTML, Markdown
addresses = ("http://192.0.2.1/x.png", "//192.0.2.1/x.png", "file:///etc/passwd", "HTTP://192.0.2.1/x", " http://192.0.2.1/x")
for address in addresses:
    for kind in (HTML, Markdown):
        display(kind(f'<img src="{address}"><img srcset="{address} 2x"><video poster="{address}"></video><input type=image src="{address}"><svg><image xlink:href="{address}"/></svg>'))
    display(Markdown(f"![x]({address}) ![y][r]\n\n[r]: {address}"))
display({"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'><image href='http://192.0.2.1/x'/></svg>"}, raw=True)
# %% explain-shift
![x](http://192.0.2.1/x.png) <img src="http://192.0.2.1/y.png"> <link rel="stylesheet" href="//192.0.2.1/z.css"> <meta http-equiv="refresh" content="0; url=http://192.0.2.1/">
