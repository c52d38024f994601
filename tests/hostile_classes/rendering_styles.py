# attack: tags bring their own styles, names and places
# family: rendering
# base: solved
# points: 7
# hides: <\w[^>]*(\b(id|name)=["']?mallory|style=["']?position)
# %% last
from IPython.display import HTML, Markdown
for kind in (HTML, Markdown):
    display(kind("<div id='mallory-toc' name='mallory-x' style='position:fixed;inset:0'>x</div><p id=mallory-y style=position:fixed>y</p>"))
# %% explain-shift
<div id="mallory-z" style="position:fixed">z</div><font color="red">a</font><table background="http://192.0.2.1/x"><tr><td>b</td></tr></table>
